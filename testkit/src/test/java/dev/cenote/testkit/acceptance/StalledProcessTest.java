package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped for a while and goes on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class StalledProcessTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(4);
  private static final String READY = "ready";

  /** The tests' own is deaf to what pools warn of. */
  private static final String LOGS =
      "<configuration><appender name='OUT' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
          + "<pattern>%msg%n</pattern></encoder></appender>"
          + "<root level='WARN'><appender-ref ref='OUT'/></root></configuration>";

  @TempDir private Path folder;

  /** The program: a pool, for a minute at most. */
  @SuppressWarnings("unused") // the JVM calls it
  static final class Pooling {

    private Pooling() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      try (CenoteDataSource pool =
          CenoteDataSource.builder()
              .url("jdbc:h2:mem:stalled")
              .name("orders")
              .poolSize(1)
              .build()) {
        Awaitility.await()
            .pollDelay(Duration.ofMillis(1_500)) // until it has looked at the clock
            .until(() -> pool.stats().open() == 1);
        System.out.println(READY);
        boolean unused = never.await(LONG.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private Optional<String> said(String part) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("said"))) {
      return lines.filter(line -> line.contains(part)).findFirst();
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void thePoolSaysByHowMuchItsTimersWereLateAndThatNoCollectionWasTheCause() throws Exception {
    Path logs = Files.writeString(folder.resolve("logback.xml"), LOGS);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dlogback.configurationFile=" + logs,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Pooling.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      Awaitility.await().atMost(LONG).until(() -> said(READY).isPresent());
      signal(process, "STOP");
      Awaitility.await().pollDelay(STOPPED).until(() -> true);
      signal(process, "CONT");

      Awaitility.await().atMost(LONG).until(() -> said(ErrorCode.STALLED.id()).isPresent());
      assertThat(said(ErrorCode.STALLED.id()).orElseThrow())
          .containsPattern("orders: timers ran ([3-9]|[1-9][0-9])\\.[0-9] s late: ")
          .doesNotContain("garbage collection took")
          .endsWith("look at the machine. [CENOTE-401]");
    } finally {
      process.destroyForcibly();
    }
  }
}
