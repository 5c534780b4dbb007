package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {

  private final HandDrivenTimers time = new HandDrivenTimers();
  private final List<Long> rings = new ArrayList<>();
  private final Alarm alarm = new Alarm(time, time, this::ring);

  private void ring() {
    this.alarm.rang();
    rings.add(time.elapsed());
  }

  private void ringBy(long elapsed) {
    alarm.ringBy(time.nanos() - time.elapsed() + elapsed);
  }

  @Test
  void itRingsOnceAtItsTime() {
    ringBy(100);

    time.advance(99);
    assertThat(rings).isEmpty();
    time.advance(1_000);
    assertThat(rings).containsExactly(100L);
  }

  @Test
  void theEarliestTimeCounts() {
    ringBy(100);
    ringBy(50);
    ringBy(200);
    ringBy(70);

    assertThat(time.pending()).isEqualTo(1);
    time.advance(1_000);
    assertThat(rings).containsExactly(50L);
    assertThat(time.pending()).isZero();
  }

  @Test
  void afterItHasRungItCanBeSetAnew() {
    ringBy(100);
    time.advance(100);

    ringBy(300);
    time.advance(1_000);

    assertThat(rings).containsExactly(100L, 300L);
  }

  @Test
  void aTimeThatHasPassedRingsAsSoonAsPossible() {
    time.advance(500);
    ringBy(100);

    time.runDue();

    assertThat(rings).containsExactly(500L);
  }

  @Test
  void whoeverSaysThatItRangCallsOffWhatWasSet() {
    ringBy(100);

    alarm.rang();

    time.advance(1_000);
    assertThat(rings).isEmpty();
    ringBy(1_500);
    time.advance(1_000);
    assertThat(rings).containsExactly(1_500L);
  }
}
