package dev.cenote.testkit.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program with a pool, in a Java virtual machine of its own, and what it and its log say. */
final class PoolProgram implements AutoCloseable {

  /** The tests' own is deaf to what pools warn of. */
  private static final String LOGS =
      "<configuration><appender name='OUT' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
          + "<pattern>%msg%n</pattern></encoder></appender>"
          + "<root level='WARN'><appender-ref ref='OUT'/></root></configuration>";

  private final Path said;
  private final Process process;

  private PoolProgram(Path said, Process process) {
    this.said = said;
    this.process = process;
  }

  /** Starts it; what it says is kept in this folder. */
  static PoolProgram start(Path folder, Class<?> program, String... options) throws IOException {
    Path logs = Files.writeString(folder.resolve("logback.xml"), LOGS);
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlogback.configurationFile=" + logs);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new PoolProgram(said, process);
  }

  /** The first line that has this in it. */
  Optional<String> said(String part) throws IOException {
    try (Stream<String> lines = Files.lines(said)) {
      return lines.filter(line -> line.contains(part)).findFirst();
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
