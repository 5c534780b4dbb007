package dev.cenote.faults.client;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that parks, for as long as a getConnection may wait, again and again: how late it wakes
 * is what the machine adds to every deadline. Daemon thread; safe for any thread.
 */
public final class BarePark {

  private final long nanos;
  private final ConcurrentLinkedQueue<Late> lates = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /** One park: when it should have ended, and how much later it did, in nanoseconds. */
  private record Late(long due, long overrun) {}

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
      long due = System.nanoTime() + nanos;
      long left = nanos;
      while (left > 0) {
        LockSupport.parkNanos(this, left);
        left = due - System.nanoTime();
      }
      lates.add(new Late(due, -left));
    }
  }

  /** It stops after the park that it is in. */
  public void stop() {
    stopped = true;
  }

  /**
   * How late it woke at worst while somebody waited from one moment to another, in nanoseconds;
   * what the machine did at another time excuses nobody.
   */
  public long overrun(long from, long to) {
    return lates.stream()
        .filter(late -> late.due() + late.overrun() - from >= 0 && late.due() - to <= 0)
        .mapToLong(Late::overrun)
        .max()
        .orElse(0);
  }
}
