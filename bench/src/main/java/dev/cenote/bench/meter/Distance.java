package dev.cenote.bench.meter;

import dev.cenote.bench.stats.Median;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;

/**
 * How long two processors need to pass a word to each other. Where the machine is a virtual one its
 * host may move them apart for a while, and whatever threads share becomes several times dearer.
 */
public final class Distance {

  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  /** So many there and back: a few µs, so that few of them are interrupted. */
  private static final int ROUND_TRIPS = 32;

  private static final long OVER = -1;

  /** Even: our turn. Odd: the other's. */
  private final AtomicLong word = new AtomicLong();

  private Distance() {}

  /**
   * The nanoseconds that one way takes, in the median of what can be measured in 30 ms; NaN where
   * there is one processor. Blocks for so long, and keeps two processors busy.
   */
  public static double nanos() throws InterruptedException {
    return Runtime.getRuntime().availableProcessors() < 2 ? Double.NaN : new Distance().measure();
  }

  private double measure() throws InterruptedException {
    Thread other = new Thread(this::answer, "distance");
    other.setDaemon(true);
    other.start();
    DoubleStream.Builder times = DoubleStream.builder();
    long begin = System.nanoTime();
    long last = begin;
    while (last - begin < LIMIT_NANOS) {
      ask();
      long now = System.nanoTime();
      times.add((double) (now - last) / (2 * ROUND_TRIPS));
      last = now;
    }
    word.set(OVER);
    other.join();
    return Median.of(times.build().toArray());
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
