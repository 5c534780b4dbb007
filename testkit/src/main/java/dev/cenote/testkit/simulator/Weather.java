package dev.cenote.testkit.simulator;

import java.util.SplittableRandom;

/**
 * How badly the database behaves at the moment. It changes now and then; every kind of fault has
 * its season.
 */
final class Weather {

  /** What a call may do instead of succeeding. */
  enum Fault {
    /** Nothing: it succeeds. */
    NONE,
    /** An exception of the driver's kind. */
    FAIL,
    /** The server refuses the login. Only opens. */
    REFUSE,
    /** The server is full. Only opens. */
    FULL,
    /** Null, or a lie, where that is possible. */
    WRONG,
    /** A RuntimeException. */
    RUNTIME_EXCEPTION,
    /** An Error: no memory, no stack, a missing class. */
    ERROR,
    /** Returns, but long after any deadline. */
    LATE,
    /** Returns only once the connection is aborted. */
    HANG_UNTIL_ABORTED,
    /** Never returns. */
    HANG
  }

  private static final Fault[] FAULTS = Fault.values();

  private final SplittableRandom random;
  private double chance;
  private Fault season = Fault.NONE;

  Weather(SplittableRandom random) {
    this.random = random;
  }

  /** Faults become as likely as not, or rare, or there is but one kind of them for a while. */
  void change() {
    chance =
        switch (random.nextInt(6)) {
          case 0 -> 1.0;
          case 1 -> 0.5;
          case 2 -> 0.1;
          case 3 -> 0.02;
          default -> 0;
        };
    season = random.nextBoolean() ? FAULTS[random.nextInt(FAULTS.length)] : Fault.NONE;
  }

  void clear() {
    chance = 0;
  }

  boolean isClear() {
    return chance == 0;
  }

  Fault next() {
    if (random.nextDouble() >= chance) {
      return Fault.NONE;
    }
    return season != Fault.NONE ? season : FAULTS[random.nextInt(FAULTS.length)];
  }

  @Override
  public String toString() {
    return chance + " " + season;
  }
}
