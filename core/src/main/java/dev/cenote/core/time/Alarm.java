package dev.cenote.core.time;

import org.jspecify.annotations.Nullable;

/**
 * One task that is wanted at the earliest of several times. Guarded by its owner's lock, but for
 * the task itself, which runs on the timers' thread without it and begins by calling {@link #rang}
 * under it. The task may run once too often; it must not mind.
 */
public final class Alarm {

  private final Ticker ticker;
  private final Timers timers;
  private final Runnable task;
  private Timers.@Nullable Scheduled scheduled;
  private long at;

  /** An alarm that is not set. */
  public Alarm(Ticker ticker, Timers timers, Runnable task) {
    this.ticker = ticker;
    this.timers = timers;
    this.task = task;
  }

  /** Makes sure that it rings at {@code time} or earlier. */
  public void ringBy(long time) {
    if (scheduled != null) {
      if (at - time <= 0) {
        return;
      }
      scheduled.cancel();
      scheduled = null; // should scheduling fail, it is not set
    }
    at = time;
    scheduled = timers.schedule(task, time - ticker.nanos());
  }

  /** It has rung, or will be set anew: it is not set now. */
  public void rang() {
    if (scheduled != null) {
      scheduled.cancel();
      scheduled = null;
    }
  }
}
