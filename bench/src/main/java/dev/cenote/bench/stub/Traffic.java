package dev.cenote.bench.stub;

import java.util.concurrent.atomic.AtomicInteger;

/** What pools have opened and closed in this JVM so far. Any thread. */
public final class Traffic {

  private static final AtomicInteger BEGUN = new AtomicInteger();
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  private Traffic() {}

  static void began() {
    BEGUN.incrementAndGet();
  }

  static void opened() {
    OPENED.incrementAndGet();
  }

  static void closed() {
    CLOSED.incrementAndGet();
  }

  /** How many opens were begun. */
  public static int begun() {
    return BEGUN.get();
  }

  /** How many opens have not ended yet. */
  public static int opening() {
    return BEGUN.get() - OPENED.get();
  }

  /** How many connections are open. */
  public static int open() {
    return OPENED.get() - CLOSED.get();
  }
}
