package dev.cenote.faults.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that parks, for as long as a getConnection may wait, again and again: how late it wakes
 * is what the machine adds to every deadline. Daemon thread; safe for any thread.
 */
public final class BarePark {

  private final long nanos;
  private volatile long overrun;
  private volatile boolean stopped;

  private BarePark(Duration length) {
    this.nanos = length.toNanos();
  }

  /** Begins to park for this length. */
  public static BarePark of(Duration length) {
    BarePark park = new BarePark(length);
    Thread thread = new Thread(park::run, "bare-park");
    thread.setDaemon(true);
    thread.start();
    return park;
  }

  private void run() {
    while (!stopped) {
      long began = System.nanoTime();
      long left = nanos;
      while (left > 0) {
        LockSupport.parkNanos(this, left);
        left = nanos - (System.nanoTime() - began);
      }
      overrun = Math.max(overrun, -left);
    }
  }

  /** How late it woke at worst, in nanoseconds; it then stops. */
  public long stop() {
    stopped = true;
    return overrun;
  }
}
