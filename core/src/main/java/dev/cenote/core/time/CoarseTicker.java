package dev.cenote.core.time;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A clock that is cheap to read and right to within a tick of 10 ms: reading it is reading a field.
 * It rests two ticks after the last activity, unless somebody relies on its ticks, so that an idle
 * pool costs nothing; while it rests a reader wakes it and gets the exact time.
 */
public final class CoarseTicker {

  /** How often it moves, in nanoseconds. */
  public static final long TICK_NANOS = 10_000_000;

  private static final int QUIET_TICKS_MAX = 2;
  private static final long RESTING = Long.MIN_VALUE;

  private final Ticker ticker;
  private final Timers timers;
  private final BooleanSupplier activity;
  private final BooleanSupplier needed;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long now = RESTING;
  private int quietTicks;

  /**
   * Creates a resting ticker.
   *
   * @param activity asked at every tick, on the timer thread: has anything happened since the last?
   */
  public CoarseTicker(Ticker ticker, Timers timers, BooleanSupplier activity) {
    this(ticker, timers, activity, () -> false);
  }

  /**
   * Creates a resting ticker on which somebody may rely.
   *
   * @param needed asked when it has gone to rest, on the timer thread: must it go on? Who says so
   *     first, and reads the time then, finds it ticking, unless there is no memory for a timer
   */
  public CoarseTicker(
      Ticker ticker, Timers timers, BooleanSupplier activity, BooleanSupplier needed) {
    this.ticker = ticker;
    this.timers = timers;
    this.activity = activity;
    this.needed = needed;
  }

  /** The time of the last tick, or, waking the ticker, the exact time. Any thread. */
  public long nanos() {
    long tick = now;
    return tick == RESTING ? wake() : tick;
  }

  /** The time of the last tick; while the ticker rests, a value that no reading has. Any thread. */
  public long lastTick() {
    return now;
  }

  private long wake() {
    StackProbe.ensureForDecision(); // begun and not scheduled it would stand for ever
    long exact = ticker.nanos();
    if (running.compareAndSet(false, true)) {
      now = exact;
      scheduleNext();
    }
    return exact;
  }

  // A lease that begins while the ticker goes to rest wakes it at its end at the latest, when it
  // reads the time to stamp the return; it needs no tick in between. Whoever needs one has said so
  // before it read the time, and that is asked about once all can see that the ticker rests.
  private void tick() {
    now = ticker.nanos(); // first: the question may have to wait for a lock
    quietTicks = wasActive() ? 0 : quietTicks + 1;
    if (quietTicks >= QUIET_TICKS_MAX) {
      rest();
      if (needed.getAsBoolean()) {
        wake();
      }
    } else {
      scheduleNext();
    }
  }

  private boolean wasActive() {
    try {
      return activity.getAsBoolean();
    } catch (RuntimeException | Error unknown) {
      return true;
    }
  }

  /** A clock that could not be scheduled rests: a reader tries again. */
  private void scheduleNext() {
    try {
      timers.schedule(this::tick, TICK_NANOS);
    } catch (RuntimeException | Error noMemory) {
      rest();
    }
  }

  private void rest() {
    quietTicks = 0;
    now = RESTING;
    running.set(false);
  }
}
