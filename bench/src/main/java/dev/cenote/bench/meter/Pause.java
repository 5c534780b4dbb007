package dev.cenote.bench.meter;

import java.util.concurrent.locks.LockSupport;

/** A wait for nothing but the time. */
public final class Pause {

  private Pause() {}

  /** Parks the thread for so long at least. */
  public static void nanos(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
