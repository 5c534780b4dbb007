package dev.cenote.bench.row;

/**
 * What Cenote shall reach in a row.
 *
 * @param metric which number
 * @param against with whose number it is compared
 * @param limit how much of theirs it may be at most; of a number of which more is better, must be
 *     at least; against nobody, the number itself
 * @param isGuard whether missing it fails the run: a wide margin that holds on any machine
 */
public record Aim(Metric metric, Against against, double limit, boolean isGuard) {

  /** Whose number. */
  public enum Against {
    /** HikariCP's. */
    HIKARI("HikariCP"),
    /**
     * The best one of all peers, those left out that are fast because they starve threads: with
     * Jain's index below 0.9, where it was measured.
     */
    BEST_PEER("the best peer"),
    /**
     * The best one of the peers that serve at least nine tenths of what the pool does that serves
     * most, Cenote included, whoever starves.
     */
    FAST_PEER("the best peer within 10 % of the most served"),
    /** The best one of the bounds. */
    BOUND("the bound"),
    /** No other number. */
    NOBODY("");

    private final String title;

    Against(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** Something to strive for. */
  public static Aim of(Metric metric, Against against, double limit) {
    return new Aim(metric, against, limit, false);
  }

  /** Something that must hold. */
  public static Aim guard(Metric metric, Against against, double limit) {
    return new Aim(metric, against, limit, true);
  }

  /** Whether this number, or ratio, reaches it; NaN does not. */
  public boolean isReachedBy(double value) {
    return metric.isMoreBetter() ? value >= limit : value <= limit;
  }

  /** As people read it. */
  public String text() {
    String sign = metric.isMoreBetter() ? " ≥ " : " ≤ ";
    return metric.title()
        + sign
        + limit
        + (against == Against.NOBODY ? "" : " × " + against.title())
        + (isGuard ? " (guard)" : "");
  }
}
