package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoarseTickerTest {

  private static final long TICK = CoarseTicker.TICK_NANOS;

  private final HandDrivenTimers time = new HandDrivenTimers();
  private boolean active;
  private final CoarseTicker ticker = new CoarseTicker(time, time, () -> active);

  @Test
  void aTickerThatNobodyReadsCostsNothing() {
    time.advance(1_000 * TICK);

    assertThat(time.scheduledCount()).isZero();
  }

  @Test
  void whoeverWakesItGetsTheExactTime() {
    time.advance(123_456);

    assertThat(ticker.nanos()).isEqualTo(time.nanos());
    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void whileAwakeItMovesOnlyAtTicks() {
    active = true;
    long woken = ticker.nanos();

    time.advance(TICK - 1);
    assertThat(ticker.nanos()).isEqualTo(woken);
    time.advance(1);
    assertThat(ticker.nanos()).isEqualTo(woken + TICK);
    time.advance(TICK / 2);
    assertThat(ticker.nanos()).isEqualTo(woken + TICK);
  }

  @Test
  void theLastTickIsWhatAReaderGetsWhileItIsAwakeAndNoTimeWhileItRests() {
    long woken = ticker.nanos();
    assertThat(ticker.lastTick()).isEqualTo(woken);
    time.advance(TICK);
    long read = ticker.nanos();
    assertThat(ticker.lastTick()).isEqualTo(read);

    time.advance(TICK);

    assertThat(time.pending()).isZero();
    assertThat(ticker.lastTick()).isNotIn(woken, read, read + TICK);
    assertThat(time.pending()).as("asking does not wake it").isZero();
  }

  @Test
  void itGoesOnWhileSomebodyWhoSaidSoNeedsIt() {
    AtomicBoolean needed = new AtomicBoolean(true);
    AtomicInteger ticks = new AtomicInteger();
    CoarseTicker relied =
        new CoarseTicker(time, time, () -> ticks.incrementAndGet() < 0, needed::get);
    relied.nanos();
    time.advance(100 * TICK);
    assertThat(ticks).hasValue(100);
    needed.set(false);
    time.advance(100 * TICK);

    assertThat(time.pending()).isZero();
    assertThat(ticks.get()).isLessThan(110);
  }

  @Test
  void itIsNeverMoreThanATickBehind() {
    active = true;
    ticker.nanos();
    for (int i = 0; i < 1_000; i++) {
      time.advance(TICK / 7);
      assertThat(time.nanos() - ticker.nanos()).isBetween(0L, TICK);
    }
  }

  @Test
  void afterTwoQuietTicksItRests() {
    ticker.nanos();

    time.advance(TICK);
    assertThat(time.pending()).isEqualTo(1);
    time.advance(TICK);
    assertThat(time.pending()).isZero();

    long ticks = time.scheduledCount();
    time.advance(1_000 * TICK);
    assertThat(time.scheduledCount()).isEqualTo(ticks);
  }

  @Test
  void activityKeepsItAwake() {
    active = true;
    ticker.nanos();
    time.advance(50 * TICK);
    assertThat(time.pending()).isEqualTo(1);

    active = false;
    time.advance(TICK);
    active = true;
    time.advance(TICK);
    active = false;
    time.advance(TICK);
    assertThat(time.pending()).as("one quiet tick after activity").isEqualTo(1);
    time.advance(TICK);
    assertThat(time.pending()).as("two quiet ticks").isZero();
  }

  @Test
  void fromItsRestItWakesExactAndRunsAgain() {
    ticker.nanos();
    time.advance(100 * TICK + 17);
    active = true;

    long woken = ticker.nanos();

    assertThat(woken).isEqualTo(time.nanos());
    time.advance(TICK + TICK / 2);
    assertThat(ticker.nanos()).as("of the last tick, not exact").isEqualTo(woken + TICK);
  }

  @Test
  void whereActivityCannotBeToldItStaysAwake() {
    CoarseTicker blind =
        new CoarseTicker(
            time,
            time,
            () -> {
              throw new StackOverflowError("pretended");
            });
    blind.nanos();

    time.advance(10 * TICK);

    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void readingItTwiceStartsOneRowOfTicks() {
    active = true;
    for (int i = 0; i < 10; i++) {
      ticker.nanos();
    }

    assertThat(time.pending()).isEqualTo(1);
    time.advance(10 * TICK);
    assertThat(time.pending()).isEqualTo(1);
  }
}
