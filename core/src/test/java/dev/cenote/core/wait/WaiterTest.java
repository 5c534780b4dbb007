package dev.cenote.core.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaiterTest {

  private static final long WINDOW = 1_000_000;

  private final TestWaiter waiter = new TestWaiter(17);

  @Test
  void aNewWaiterWaits() {
    assertThat(waiter.since()).isEqualTo(17);
    assertThat(waiter.isPending()).isTrue();
    assertThat(waiter.delivered()).isNull();
    assertThat(waiter.failure()).isNull();
    assertThat(waiter.isNudged()).isFalse();
    assertThat(waiter.overtaken()).isZero();
  }

  @Test
  void whatIsDeliveredStaysWhateverComesAfterwards() {
    assertThat(waiter.deliver("lease")).isTrue();

    assertThat(waiter.deliver("another")).isFalse();
    assertThat(waiter.fail("closed")).isFalse();
    assertThat(waiter.abandon()).isFalse();
    assertThat(waiter.isPending()).isFalse();
    assertThat(waiter.delivered()).isEqualTo("lease");
    assertThat(waiter.failure()).isNull();
  }

  @Test
  void whoeverWasFailedIsGivenNothing() {
    assertThat(waiter.fail("closed")).isTrue();

    assertThat(waiter.deliver("lease")).isFalse();
    assertThat(waiter.abandon()).isFalse();
    assertThat(waiter.isPending()).isFalse();
    assertThat(waiter.delivered()).isNull();
    assertThat(waiter.failure()).isEqualTo("closed");
  }

  @Test
  void whoeverHasLeftIsGivenNothingAndHasNotFailed() {
    assertThat(waiter.abandon()).isTrue();

    assertThat(waiter.deliver("lease")).isFalse();
    assertThat(waiter.fail("closed")).isFalse();
    assertThat(waiter.isPending()).isFalse();
    assertThat(waiter.delivered()).isNull();
    assertThat(waiter.failure()).isNull();
  }

  @Test
  void resolvingWakesNobodyByItself() {
    waiter.deliver("lease");

    assertThat(waiter.wakes).hasValue(0);
  }

  @Test
  void aNudgeIsToldOnceUntilItIsHeeded() {
    assertThat(waiter.nudge()).isTrue();
    assertThat(waiter.nudge()).isFalse();
    assertThat(waiter.isNudged()).isTrue();

    waiter.heedNudge();

    assertThat(waiter.isNudged()).isFalse();
    assertThat(waiter.nudge()).isTrue();
  }

  @Test
  void aHeadIsOvertakenAsOftenAsAllowedAndNotOnceMore() {
    for (int i = 0; i < 64; i++) {
      assertThat(waiter.couldBeOvertaken(64, WINDOW, WINDOW - 1)).isTrue();
      assertThat(waiter.allowOvertaking(64, WINDOW, WINDOW - 1)).isTrue();
    }

    assertThat(waiter.couldBeOvertaken(64, WINDOW, 0)).isFalse();
    assertThat(waiter.allowOvertaking(64, WINDOW, 0)).isFalse();
    assertThat(waiter.overtaken()).isEqualTo(64);
  }

  @Test
  void theFirstAndTheLastOvertakeOneByOneAndThoseBetweenInGroups() {
    List<Integer> groups = new ArrayList<>();
    for (int taken; (taken = waiter.allowOvertaking(64, WINDOW, 0, 5)) > 0; ) {
      groups.add(taken);
    }

    assertThat(groups)
        .containsExactly(1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5, 5, 5, 4, 3, 3, 2, 1, 1, 1, 1);
    assertThat(waiter.overtaken()).isEqualTo(64);
  }

  @Test
  void aLimitOfNoneIsStrictOrder() {
    assertThat(waiter.couldBeOvertaken(0, WINDOW, 0)).isFalse();
    assertThat(waiter.allowOvertaking(0, WINDOW, 0)).isFalse();
  }

  @Test
  void theWindowEndsExactlyAtItsEnd() {
    waiter.headSince = Long.MAX_VALUE - 10; // a clock may pass its greatest value

    long lastMoment = waiter.headSince + WINDOW - 1;
    assertThat(waiter.couldBeOvertaken(64, WINDOW, lastMoment)).isTrue();
    assertThat(waiter.allowOvertaking(64, WINDOW, lastMoment)).isTrue();
    assertThat(waiter.couldBeOvertaken(64, WINDOW, lastMoment + 1)).isFalse();
    assertThat(waiter.allowOvertaking(64, WINDOW, lastMoment + 1)).isFalse();
    assertThat(waiter.overtaken()).isEqualTo(1);
  }

  @Test
  void askingWhetherItCouldBeOvertakenTakesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(waiter.couldBeOvertaken(1, WINDOW, 0)).isTrue();
    }
    assertThat(waiter.overtaken()).isZero();
  }

  @Test
  void whoeverRacesToResolveItExactlyOneDoes() throws Exception {
    int rounds = 10_000;
    List<TestWaiter> waiters = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      waiters.add(new TestWaiter(i));
    }
    int[] winners = new int[3];
    AtomicInteger[] wins =
        together(
            rounds,
            round -> waiters.get(round).deliver("lease " + round),
            round -> waiters.get(round).fail("closed"),
            round -> waiters.get(round).abandon());
    for (int i = 0; i < rounds; i++) {
      TestWaiter resolved = waiters.get(i);
      boolean delivered = ("lease " + i).equals(resolved.delivered());
      boolean failed = "closed".equals(resolved.failure());
      winners[delivered ? 0 : failed ? 1 : 2]++;
      assertThat(delivered && failed).isFalse();
      assertThat(resolved.isPending()).isFalse();
    }

    assertThat(wins[0]).hasValue(winners[0]);
    assertThat(wins[1]).hasValue(winners[1]);
    assertThat(wins[2]).hasValue(winners[2]);
    assertThat(winners[0] + winners[1] + winners[2]).isEqualTo(rounds);
  }

  @Test
  void manyNewcomersTogetherTakeNoMoreThanTheLimit() throws Exception {
    int rounds = 2_000;
    List<TestWaiter> waiters = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      waiters.add(new TestWaiter(i));
    }
    Attempt overtake = round -> waiters.get(round).allowOvertaking(2, WINDOW, 0);

    AtomicInteger[] wins = together(rounds, overtake, overtake, overtake);

    assertThat(waiters).allSatisfy(one -> assertThat(one.overtaken()).isEqualTo(2));
    assertThat(wins[0].get() + wins[1].get() + wins[2].get()).isEqualTo(2 * rounds);
  }

  @Test
  void manyReleasersTogetherNudgeOnce() throws Exception {
    int rounds = 2_000;
    List<TestWaiter> waiters = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      waiters.add(new TestWaiter(i));
    }
    Attempt nudge = round -> waiters.get(round).nudge();

    AtomicInteger[] wins = together(rounds, nudge, nudge, nudge);

    assertThat(wins[0].get() + wins[1].get() + wins[2].get()).isEqualTo(rounds);
  }

  private interface Attempt {
    boolean succeeds(int round);
  }

  /** Runs each attempt on a thread of its own, all of them together in every round. */
  private static AtomicInteger[] together(int rounds, Attempt... attempts) throws Exception {
    CyclicBarrier start = new CyclicBarrier(attempts.length);
    AtomicInteger[] wins = new AtomicInteger[attempts.length];
    ExecutorService threads = Executors.newFixedThreadPool(attempts.length);
    try {
      List<Callable<Void>> racers = new ArrayList<>();
      for (int i = 0; i < attempts.length; i++) {
        AtomicInteger mine = new AtomicInteger();
        wins[i] = mine;
        Attempt attempt = attempts[i];
        racers.add(() -> {
          for (int round = 0; round < rounds; round++) {
            start.await(1, TimeUnit.MINUTES);
            if (attempt.succeeds(round)) {
              mine.incrementAndGet();
            }
          }
          return null;
        });
      }
      for (Future<Void> racer : threads.invokeAll(racers, 1, TimeUnit.MINUTES)) {
        racer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return wins;
  }
}
