package dev.cenote.faults.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.pool.PoolSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverrunTest {

  private static final long TIMEOUT = PoolSettings.ACQUIRE_TIMEOUT.toNanos();
  private static final long MILLI = 1_000_000;

  private final Overrun overrun = new Overrun();

  @Test
  void aWaitWithinTheDeadlineHasNoneAndOneBeyondItHasWhatIsBeyond() {
    long began = System.nanoTime();
    assertThat(overrun.of(diary(began, began + TIMEOUT - MILLI)).value()).isZero();
    assertThat(overrun.of(diary(began, began + TIMEOUT + 70 * MILLI)).value()).isEqualTo(70);
  }

  @Test
  void whoWaitsStillIsToldAsThat() {
    Diary diary = new Diary(List.of(), List.of(TIMEOUT + 300 * MILLI), List.of());
    assertThat(overrun.of(diary).value()).isEqualTo(300);
    assertThat(overrun.of(diary).note()).contains("still waiting");
  }

  @Test
  void aLatePartOfTheMachineExcusesOnlyWhoWaitedMeanwhile() {
    BarePark park = BarePark.of(Duration.ofMillis(1));
    long from = System.nanoTime();
    boolean unused =
        Pause.until(() -> park.overrun(from, System.nanoTime()) > 0, Duration.ofSeconds(20));
    park.stop();
    assertThat(park.overrun(from, System.nanoTime())).isPositive();
    assertThat(park.overrun(from - 2_000 * MILLI, from - 1_000 * MILLI)).isZero();
  }

  private static Diary diary(long began, long acquired) {
    Request request = new Request(began, acquired, acquired, acquired, End.REFUSED, null);
    return new Diary(List.of(request), List.of(), List.of());
  }
}
