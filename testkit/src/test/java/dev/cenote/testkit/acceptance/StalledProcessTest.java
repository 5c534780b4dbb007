package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  @Test
  void thePoolSaysByHowMuchItsTimersWereLateAndThatNoCollectionWasTheCause() throws Exception {
    try (PoolProgram program = PoolProgram.start(folder, Pooling.class)) {
      Awaitility.await().atMost(LONG).until(() -> program.said(READY).isPresent());
      ServerProcess.whileItStands(
          program.pid(), () -> Awaitility.await().pollDelay(STOPPED).until(() -> true));

      Awaitility.await().atMost(LONG).until(() -> program.said(ErrorCode.STALLED.id()).isPresent());
      String said = program.said(ErrorCode.STALLED.id()).orElseThrow();
      assertThat(said)
          .containsPattern("orders: timers ran ([3-9]|[1-9][0-9])\\.[0-9] s late: ")
          .doesNotContain("garbage collection took");
      assertThat(PageExample.plain(said))
          .as("a standstill, or on a machine that is busy a want of processors")
          .isIn(
              PageExample.plain(PageExample.of(ErrorCode.STALLED, 1)),
              PageExample.plain(PageExample.of(ErrorCode.STALLED, 2)));
    }
  }
}
