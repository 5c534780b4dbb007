package dev.cenote.cli;

import dev.cenote.cli.demo.DemoCommand;
import dev.cenote.cli.terminal.Environment;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.error.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the {@code cenote} command. */
public final class Main {

  private final Terminal terminal;
  private final DemoCommand demo;

  private Main(Terminal terminal, Environment environment) {
    this.terminal = terminal;
    this.demo = new DemoCommand(terminal, environment);
  }

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Environment environment = System::getenv;
    System.exit(run(Terminal.ofSystem(environment), environment, args));
  }

  /** Runs the command: 0 all went well, 1 something failed, 2 it was not understood. */
  static int run(Terminal terminal, Environment environment, String... args) {
    Main main = new Main(terminal, environment);
    try {
      return main.run(args);
    } catch (Error error) { // no thread, no memory: the parser lets it through
      return main.failed(error);
    }
  }

  private int run(String... args) {
    Ansi ansi = terminal.colour() ? Ansi.ON : Ansi.OFF;
    return new CommandLine(new CenoteCommand())
        .addSubcommand(demo)
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setUsageHelpAutoWidth(false)
        .setAbbreviatedOptionsAllowed(false)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setExecutionStrategy(this::execute)
        .setParameterExceptionHandler((wrong, given) -> misunderstood(wrong))
        .setExecutionExceptionHandler((thrown, line, result) -> failed(thrown))
        .execute(args);
  }

  private int execute(CommandLine.ParseResult parsed) {
    if (demo.verbose()) {
      Logging.verbose();
    } else {
      Logging.quiet();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misunderstood(ParameterException wrong) {
    terminal.say(problem(wrong));
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    terminal.say("'" + command + " --help' explains it");
    return Failure.USAGE;
  }

  private static String problem(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return Redactor.redact(String.valueOf(wrong.getMessage()));
    }
    // Only the first, and nothing after '=': what follows may be a password.
    String first = Redactor.redact(unmatched.getUnmatched().get(0).split("=", 2)[0]);
    String what = first.startsWith("-") ? "unknown option '" : "unknown argument '";
    List<String> near = unmatched.getSuggestions();
    String guess = near.isEmpty() ? "" : ". Did you mean " + String.join(" or ", near) + "?";
    return what + first + "'" + guess;
  }

  private int failed(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    terminal.say(failure.text());
    if (demo.verbose()) {
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      terminal.err().print(Redactor.redact(stack.toString()));
    }
    return failure.exitCode();
  }
}
