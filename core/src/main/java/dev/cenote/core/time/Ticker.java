package dev.cenote.core.time;

/**
 * A source of monotonic time. The engine knows no other: ages, deadlines and waits are differences
 * of two readings. Any thread may call it; it never blocks.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary fixed origin; only differences mean anything. */
  long nanos();

  /** The JVM's monotonic clock. */
  static Ticker system() {
    return System::nanoTime;
  }
}
