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

  /** Where fewer are answered the two had a processor to themselves for a moment at most. */
  private static final int ASKS_MIN = 100;

  /** No two processors of a machine are farther apart: what takes longer is not the way. */
  private static final double NANOS_MAX = 1_000;

  private static final long OVER = -1;

  /** Even: our turn. Odd: the other's. */
  private final AtomicLong word = new AtomicLong();

  private Distance() {}

  /**
   * The nanoseconds that one way takes: the least that is seen in 50 ms, for now and then both
   * threads must share a processor; NaN where they always must, on a machine with one processor or
   * with others that keep the rest of them busy. Blocks for 50 ms, or until it has seen something,
   * and keeps two processors busy. Where there are more it is that of two.
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
    int asks = 0;
    long begin = System.nanoTime();
    long last = begin;
    try {
      while (last - begin < LIMIT_NANOS) {
        ask();
        long now = System.nanoTime();
        least = Math.min(least, now - last);
        last = now;
        asks++;
      }
    } finally {
      word.set(OVER); // or it spins for ever
    }
    other.join();
    return oneWay(least, asks);
  }

  /** Of the shortest of so many asks; NaN if it is unknown. */
  static double oneWay(long leastNanos, int asks) {
    return asks < ASKS_MIN ? Double.NaN : told((double) leastNanos / (2 * ROUND_TRIPS));
  }

  /** NaN if no way takes so long: of early records too, which say how long something else took. */
  public static double told(double nanos) {
    return nanos > NANOS_MAX ? Double.NaN : nanos;
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
