package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /bin/sh")
class GuardedProcessTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private Path log() {
    return directory.resolve("log");
  }

  @Test
  void aProgramThatEndsByItselfSaysHow() throws IOException {
    try (GuardedProcess well = GuardedProcess.start(List.of("true"), log());
        GuardedProcess badly = GuardedProcess.start(List.of("false"), log())) {
      assertThat(well.succeedsWithin(LONG)).isTrue();
      assertThat(badly.succeedsWithin(LONG)).isFalse();
      assertThat(well.isAlive()).isFalse();
    }
  }

  @Test
  void whatAProgramWritesIsInTheLog() throws IOException {
    try (GuardedProcess process = GuardedProcess.start(List.of("echo", "a b", "c"), log())) {
      assertThat(process.succeedsWithin(LONG)).isTrue();
    }
    assertThat(Files.readString(log())).isEqualTo("a b c\n");
  }

  @Test
  void closingKillsAProgramThatHeedsNoSignal() throws IOException {
    GuardedProcess process =
        GuardedProcess.start(
            List.of("/bin/sh", "-c", "trap '' TERM; echo $$; exec sleep 600"), log());
    Awaitility.await().atMost(LONG).until(() -> Files.readString(log()).endsWith("\n"));
    long program = Long.parseLong(Files.readString(log()).strip());
    assertThat(ProcessHandle.of(program)).isPresent();

    process.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(ProcessHandle.of(program).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void theProgramEndsWhenTheJvmThatStartedItIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                log().toString())
            .inheritIO()
            .start();
    try {
      Awaitility.await()
          .atMost(LONG)
          .until(() -> Files.exists(log()) && Files.readString(log()).endsWith("\n"));
      long program = Long.parseLong(Files.readString(log()).strip());
      assertThat(ProcessHandle.of(program)).isPresent();

      jvm.destroyForcibly();

      Awaitility.await()
          .atMost(LONG)
          .until(() -> ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** A JVM that starts a program and then does nothing until it is killed. */
  static final class Starter {

    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      try (GuardedProcess process =
          GuardedProcess.start(
              List.of("/bin/sh", "-c", "echo $$; exec sleep 600"), Path.of(arguments[0]))) {
        boolean unused = process.succeedsWithin(Duration.ofMinutes(5));
      }
    }
  }
}
