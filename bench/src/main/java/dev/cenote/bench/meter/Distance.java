package dev.cenote.bench.meter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long two processors need to pass a word to each other. Where the machine is a virtual one its
 * host may move them apart for a while, and whatever threads share becomes several times dearer.
 */
public final class Distance {

  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** So many there and back: a few µs, which nothing need interrupt. */
  private static final int ROUND_TRIPS = 32;

  private static final long OVER = -1;

  /** Even: our turn. Odd: the other's. */
  private final AtomicLong word = new AtomicLong();

  private Distance() {}

  /**
   * The nanoseconds that one way takes: the least that is seen in 50 ms, for now and then both
   * threads must share a processor; NaN on a machine with one processor. Blocks for 50 ms, or until
   * it has seen something, and keeps two processors busy. Where there are more it is that of two.
   *
   * @throws InterruptedException at its end, if the thread was interrupted before
   */
  public static double nanos() throws InterruptedException {
    return Runtime.getRuntime().availableProcessors() < 2 ? Double.NaN : new Distance().measure();
  }

  private double measure() throws InterruptedException {
    Thread other = new Thread(this::answer, "distance");
    other.setDaemon(true);
    other.start();
    long least = Long.MAX_VALUE;
    long begin = System.nanoTime();
    long last = begin;
    try {
      while (last - begin < LIMIT_NANOS) {
        ask();
        long now = System.nanoTime();
        least = Math.min(least, now - last);
        last = now;
      }
    } finally {
      word.set(OVER); // or it spins for ever
    }
    other.join();
    return (double) least / (2 * ROUND_TRIPS);
  }

  private void ask() {
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long asked = word.get() + 1;
      word.set(asked);
      while (word.get() == asked) {} // a hint to spin would be measured too
    }
  }

  private void answer() {
    long seen = word.get();
    while (seen != OVER) {
      if (seen % 2 == 1) {
        word.set(seen + 1);
      }
      seen = word.get();
    }
  }
}
