package dev.cenote.cli;

import dev.cenote.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs the command and keeps what it wrote. */
final class RecordedTerminal {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment;
  private boolean interactive;

  RecordedTerminal(Map<String, String> environment) {
    this.environment = environment;
  }

  RecordedTerminal() {
    this(Map.of());
  }

  /** As if a person watched, with colours. */
  RecordedTerminal interactive() {
    interactive = true;
    return this;
  }

  /** Runs it; returns the exit code. */
  int run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            interactive,
            true,
            interactive);
    return Main.run(terminal, environment::get, args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
