package dev.cenote.faults.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Letting time pass. */
public final class Pause {

  private static final long POLL_NANOS = 2_000_000;

  private Pause() {}

  /** Blocks for this long, whatever wakes the thread. */
  public static void of(Duration length) {
    boolean unused = until(() -> false, length);
  }

  /** Blocks until this is so or patience ends; returns whether it is so. */
  public static boolean until(BooleanSupplier wanted, Duration patience) {
    long began = System.nanoTime();
    while (!wanted.getAsBoolean()) {
      long left = patience.toNanos() - (System.nanoTime() - began);
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, POLL_NANOS));
    }
    return true;
  }
}
