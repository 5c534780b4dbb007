package dev.cenote.core.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.time.HandDrivenTimers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sleeps for how long, and who is woken before its time is over. */
class TimekeepingTest {

  private static final long SECOND = 1_000_000_000;
  private static final long EARLY = Timekeeping.EARLY_NANOS;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final HandDrivenTimers time = new HandDrivenTimers();
  private final WaitQueue<String> queue = new WaitQueue<>(time);
  private final List<Waiter<String>> woken = new ArrayList<>();
  private boolean outOfMemory;
  private final Timekeeping<String> timekeeping = new Timekeeping<>(queue, time, this::wake);

  private void wake(Waiter<String> waiter) {
    if (outOfMemory) {
      throw new OutOfMemoryError("a test");
    }
    woken.add(waiter);
  }

  private static final class Sleeper extends Waiter<String> {
    private final long patience;

    Sleeper(long since, long patience) {
      super(since);
      this.patience = patience;
    }

    @Override
    public long patience() {
      return patience;
    }

    @Override
    public void run() {}
  }

  private Sleeper join(long patience) {
    Sleeper sleeper = new Sleeper(time.nanos(), patience);
    queue.add(sleeper);
    timekeeping.joined(sleeper);
    return sleeper;
  }

  private void leave(Sleeper sleeper) {
    queue.remove(sleeper);
    timekeeping.gone(sleeper);
  }

  private long parkFor(Sleeper sleeper) {
    return timekeeping.parkFor(sleeper, sleeper.patience() - (time.nanos() - sleeper.since()));
  }

  private void pass(long nanos) {
    time.advance(nanos);
  }

  @Test
  void theFirstWakesBeforeTheFirstDeadlineAndTheOthersSleepUntilTheyAreWoken() {
    Sleeper keeper = join(30 * SECOND);
    pass(SECOND);
    Sleeper second = join(30 * SECOND);
    Sleeper third = join(40 * SECOND);

    assertThat(parkFor(keeper)).isEqualTo(29 * SECOND - EARLY);
    assertThat(parkFor(second)).isEqualTo(FOR_EVER);
    assertThat(parkFor(third)).isEqualTo(FOR_EVER);
    assertThat(woken).isEmpty();
  }

  @Test
  void whoHasLittleTimeSetsATimer() {
    join(30 * SECOND);

    assertThat(parkFor(join(2 * EARLY))).isEqualTo(2 * EARLY);
  }

  @Test
  void whoMustBeWokenBeforeTheKeeperWakesSetsATimer() {
    join(30 * SECOND);

    assertThat(parkFor(join(20 * SECOND))).isEqualTo(20 * SECOND);
  }

  @Test
  void whoNeverLetsOthersKeepItsTimeIsNeitherKeptNorTheKeeper() {
    Sleeper itself = join(0);
    Sleeper keeper = join(30 * SECOND);

    assertThat(timekeeping.parkFor(itself, 30 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(parkFor(keeper)).isEqualTo(30 * SECOND - EARLY);
  }

  @Test
  void ofTwoWhoJoinAtOnceTheEarlierMayJoinLater() {
    pass(SECOND);
    Sleeper earlier = new Sleeper(time.nanos() - 1_000, 30 * SECOND);
    join(30 * SECOND);
    queue.add(earlier);
    timekeeping.joined(earlier);

    assertThat(parkFor(earlier)).isEqualTo(FOR_EVER);
  }

  @Test
  void whenTheKeeperLeavesTheLastOfTheKeptIsWokenAndKeeps() {
    Sleeper keeper = join(30 * SECOND);
    pass(SECOND);
    Sleeper second = join(30 * SECOND);
    Sleeper last = join(30 * SECOND);
    Sleeper itself = join(EARLY);
    leave(keeper);

    assertThat(woken).containsExactly(last);
    assertThat(parkFor(last)).isEqualTo(29 * SECOND - EARLY); // when the first would have woken
    assertThat(parkFor(second)).isEqualTo(FOR_EVER);
    assertThat(parkFor(itself)).isEqualTo(EARLY);
  }

  @Test
  void whenAKeptOneLeavesNobodyIsWoken() {
    Sleeper keeper = join(30 * SECOND);
    leave(join(30 * SECOND));
    leave(keeper);

    assertThat(woken).isEmpty();
    assertThat(parkFor(join(30 * SECOND))).isEqualTo(30 * SECOND - EARLY);
  }

  @Test
  void whenItIsTimeThoseWhoHaveLittleLeftAreWokenAndSetTimers() {
    Sleeper keeper = join(50 * SECOND);
    leave(keeper);
    Sleeper first = join(30 * SECOND);
    Sleeper second = join(30 * SECOND);
    pass(EARLY + 1);
    Sleeper third = join(30 * SECOND);
    Sleeper fourth = join(30 * SECOND);
    pass(30 * SECOND - 2 * EARLY - 1);
    assertThat(parkFor(first)).isZero();
    timekeeping.look();

    assertThat(parkFor(first)).isEqualTo(EARLY);
    assertThat(parkFor(second)).isEqualTo(EARLY);
    assertThat(woken).containsExactly(second, fourth);
    assertThat(parkFor(third)).isEqualTo(FOR_EVER);
    assertThat(parkFor(fourth)).isEqualTo(EARLY + 1); // before the deadline of the third
  }

  @Test
  void theKeeperGoesOnIfItHasMuchTimeLeft() {
    Sleeper keeper = join(30 * SECOND);
    Sleeper last = join(30 * SECOND);
    Sleeper patient = join(90 * SECOND);
    leave(keeper);
    woken.clear();
    pass(30 * SECOND - EARLY);
    assertThat(parkFor(patient)).isZero();
    timekeeping.look();

    assertThat(woken).containsExactly(last);
    assertThat(parkFor(patient)).isEqualTo(60 * SECOND);
  }

  @Test
  void whoJoinsWhenItIsOverdueSeesToItInTheKeepersPlace() {
    Sleeper keeper = join(30 * SECOND);
    Sleeper kept = join(30 * SECOND);
    pass(30 * SECOND);
    Sleeper joins = join(30 * SECOND);

    assertThat(woken).containsExactly(kept);
    assertThat(parkFor(kept)).isZero();
    assertThat(parkFor(keeper)).isZero();
    assertThat(parkFor(joins)).isEqualTo(30 * SECOND - EARLY); // it is the keeper now
  }

  @Test
  void aTickOfTheClockSeesThatTheKeeperIsLate() {
    join(30 * SECOND);
    Sleeper kept = join(30 * SECOND);
    pass(30 * SECOND - EARLY);
    assertThat(timekeeping.isOverdue()).isFalse(); // it has some time to begin
    pass(EARLY / 4);
    assertThat(timekeeping.isOverdue()).isTrue();
    timekeeping.look();

    assertThat(woken).containsExactly(kept);
    assertThat(timekeeping.isOverdue()).isFalse();
  }

  @Test
  void whoeverLooksBeforeItIsTimeWakesNobody() {
    Sleeper keeper = join(30 * SECOND);
    Sleeper kept = join(30 * SECOND);
    timekeeping.look();

    assertThat(woken).isEmpty();
    assertThat(parkFor(keeper)).isEqualTo(30 * SECOND - EARLY);
    assertThat(parkFor(kept)).isEqualTo(FOR_EVER);
  }

  @Test
  void whoWaitsForEverIsStillKeptAfterALookByWhoBeganEarlier() {
    Sleeper keeper = join(30 * SECOND);
    pass(30 * SECOND);
    Sleeper endless = join(Long.MAX_VALUE); // the keeper now, the first has little left
    Sleeper kept = join(Long.MAX_VALUE);
    leave(keeper);
    pass(400 * 86_400 * SECOND); // more than a year: it is time, though nobody has little left
    woken.clear();
    Sleeper earlier = new Sleeper(kept.since() + 400 * 86_400 * SECOND - 1, 30 * SECOND);
    queue.add(earlier);
    timekeeping.joined(earlier);

    assertThat(woken).isEmpty();
    assertThat(parkFor(endless)).isPositive();
    assertThat(parkFor(kept)).isEqualTo(FOR_EVER);
  }

  @Test
  void whoWaitsForEverIsKeptAndKeepsForAll() {
    Sleeper keeper = join(Long.MAX_VALUE);
    Sleeper kept = join(Long.MAX_VALUE);
    Sleeper mortal = join(30 * SECOND);

    assertThat(parkFor(kept)).isEqualTo(FOR_EVER);
    assertThat(parkFor(keeper)).isGreaterThan(300 * 86_400 * SECOND);
    assertThat(parkFor(mortal)).isEqualTo(30 * SECOND);
  }

  @Test
  void ifThereIsNoMemoryToWakeTheNextKeeperWhoJoinsSeesToIt() {
    Sleeper keeper = join(30 * SECOND);
    Sleeper kept = join(30 * SECOND);
    outOfMemory = true;
    assertThatThrownBy(() -> leave(keeper)).isInstanceOf(OutOfMemoryError.class);
    outOfMemory = false;
    assertThat(timekeeping.isOverdue()).isTrue();
    Sleeper joins = join(40 * SECOND);

    assertThat(woken).containsExactly(kept);
    assertThat(parkFor(kept)).isEqualTo(30 * SECOND - EARLY);
    assertThat(parkFor(joins)).isEqualTo(FOR_EVER);
  }
}
