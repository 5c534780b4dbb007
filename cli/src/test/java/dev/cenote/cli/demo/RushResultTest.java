package dev.cenote.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolStats;
import dev.cenote.core.event.RetireReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the numbers of the pool agree, and that it is seen when they do not. */
final class RushResultTest {

  @Test
  void theyAgreeWhenEverythingOpenedIsThereOrClosed() {
    assertThat(result(100, stats(5, 0, 0, 7, 100, 2)).addsUp()).isTrue();
  }

  @Test
  void aLostConnectionIsSeen() {
    assertThat(result(100, stats(4, 0, 0, 7, 100, 2)).addsUp()).isFalse();
  }

  @Test
  void aConnectionThatNobodyGaveBackIsSeen() {
    assertThat(result(100, stats(4, 1, 0, 7, 100, 2)).addsUp()).isFalse();
  }

  @Test
  void aForgottenWaiterIsSeen() {
    assertThat(result(100, stats(5, 0, 1, 7, 100, 2)).addsUp()).isFalse();
  }

  @Test
  void aLeaseThatNobodyAskedForIsSeen() {
    assertThat(result(99, stats(5, 0, 0, 7, 100, 2)).addsUp()).isFalse();
  }

  @Test
  void moreThanPermittedIsSeen() {
    assertThat(result(100, stats(16, 0, 0, 18, 100, 2)).addsUp()).isFalse();
  }

  private static RushResult result(long doneCount, PoolStats after) {
    PoolStats before = stats(5, 0, 0, 5, 0, 0);
    return new RushResult(
        32, 2_000_000_000, doneCount, 0, "", Percentiles.of(new long[0]), 17, before, after);
  }

  private static PoolStats stats(
      int idle, int leased, int waiting, long created, long acquired, long closed) {
    return new PoolStats(
        5,
        15,
        15,
        idle,
        leased,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        waiting,
        0,
        0,
        acquired,
        0,
        Map.of(),
        created,
        -1,
        -1,
        Map.of(RetireReason.SURPLUS, closed),
        Map.of(),
        0,
        0);
  }
}
