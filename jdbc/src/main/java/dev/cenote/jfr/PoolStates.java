package dev.cenote.jfr;

import dev.cenote.core.PoolStats;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Writes a pool's numbers at intervals. To ask for a periodic event would start the flight
 * recorder, which costs a program that records nothing memory and a thread; so this asks when
 * somebody else has started it.
 */
final class PoolStates implements FlightRecorderListener {

  private final String pool;
  private final Supplier<PoolStats> numbers;
  private final Runnable hook = this::write;
  private volatile boolean over;

  private PoolStates(String pool, Supplier<PoolStats> numbers) {
    this.pool = pool;
    this.numbers = numbers;
  }

  /** What happens while a pool starts belongs into a recording that runs. */
  static void lookForRecorder() {
    if (FlightRecorder.isInitialized()) {
      Flight.recorderBegins();
    }
  }

  /** Returns what ends it. */
  static Runnable begin(String pool, Supplier<PoolStats> numbers) {
    PoolStates states = new PoolStates(pool, numbers);
    FlightRecorder.addListener(states);
    return states::end;
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    Flight.recorderBegins();
    if (!over) {
      FlightRecorder.addPeriodicEvent(PoolStateEvent.class, hook);
      if (over) { // the pool has closed meanwhile and found nothing to remove
        FlightRecorder.removePeriodicEvent(hook);
      }
    }
  }

  private void end() {
    over = true;
    FlightRecorder.removeListener(this);
    FlightRecorder.removePeriodicEvent(hook);
  }

  private void write() {
    PoolStateEvent event = new PoolStateEvent();
    if (over || !event.shouldCommit()) {
      return;
    }
    PoolStats stats = numbers.get();
    event.pool = pool;
    event.borrowed = stats.leased();
    event.idle = stats.idle();
    event.opening = stats.opening();
    event.open = stats.open();
    event.permitted = FlightEvents.permitted(stats);
    event.kept = stats.poolSize();
    event.waiting = stats.waiting();
    event.longestWait = stats.oldestWaitNanos();
    event.givenUp = stats.givenUp();
    event.paused = stats.paused();
    event.acquired = stats.acquired();
    event.timedOut = stats.timedOut();
    event.commit();
  }
}
