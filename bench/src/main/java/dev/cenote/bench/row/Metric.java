package dev.cenote.bench.row;

import java.util.Locale;

/** A number that a record holds. */
public enum Metric {
  /** CPU time of the whole process for each operation. */
  CPU("CPU ns", 1),
  /** Elapsed time for each operation of all threads together. */
  CLOCK("clock ns", 1),
  /** Allocated for each operation. */
  BYTES("bytes", 0),
  /** How often a connection was lent, for each second. */
  SERVED("served/s", 0),
  /** The wait for a connection that half of them stayed below. */
  P50("p50 ms", 3),
  /** The wait that 1 of 100 exceeded. */
  P99("p99 ms", 3),
  /** The wait that 1 of 1,000 exceeded. */
  P999("p99.9 ms", 3),
  /** The longest wait, of those too who were still waiting at the end. */
  MAX("max ms", 1),
  /** Jain's index of how often each thread was served. */
  JAIN("Jain", 3),
  /** The most served thread by the least served one. */
  SPREAD("most/least", 2),
  /** Requests that failed, a timeout most likely. */
  FAILED("failed", 0),
  /** Until the last of a burst had given its connection back. */
  DONE("done ms", 1),
  /** Connections whose opening was begun until then. */
  OPENED("opened", 0),
  /** Of the heap, for a pool with all its connections, the driver's own part taken off. */
  HEAP("heap KiB", 1),
  /** From nothing to the first connection, in a JVM that has done nothing yet. */
  FIRST("first ms", 0),
  /** The same in CPU time. */
  FIRST_CPU("first CPU ms", 0),
  /** How many processors were busy with the measurement, on average. */
  PROCESSORS("processors", 1),
  /** Which part of the machine others took meanwhile. */
  OTHERS("others %", 0),
  /** How long two processors need to pass a word, before or after, whichever is longer. */
  APART("apart ns", 0);

  private final String title;
  private final int digits;

  Metric(String title, int digits) {
    this.title = title;
    this.digits = digits;
  }

  /** With its unit. */
  public String title() {
    return title;
  }

  /** Whether more of it is better. */
  public boolean isMoreBetter() {
    return this == SERVED || this == JAIN;
  }

  /** Whether it is less than the last digit that is shown: a ratio of two such says nothing. */
  public boolean isTooSmall(double value) {
    return digits > 0 && value < Math.pow(10, -digits);
  }

  /** A value as people read it: without decimals where those say nothing. */
  public String text(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return "∞";
    }
    double least = Math.pow(10, -digits);
    boolean isLess = value > 0 && isTooSmall(value);
    return isLess ? "< " + text(least, digits) : text(value, value < 1_000 ? digits : 0);
  }

  private static String text(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
