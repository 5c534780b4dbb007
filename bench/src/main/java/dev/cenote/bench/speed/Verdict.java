package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Aim;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether Cenote reaches an aim in a row.
 *
 * @param row which row
 * @param aim what was to be reached
 * @param ours Cenote's number
 * @param theirs the number it is compared with; NaN if with none
 * @param rival whose that is; empty if it is nobody's
 * @param value the number, or the ratio of both; without numbers if it cannot be told
 */
record Verdict(
    Row row, Aim aim, double ours, double theirs, Optional<PoolAdapter> rival, Interval value) {

  /** A peer below this serves few threads fast and lets the others starve. */
  private static final double JAIN_MIN = 0.9;

  /** A pool that serves less of what the best one does is slower, whatever its waits are. */
  private static final double FAST_MIN = 0.9;

  /** Of few rounds the opposite is near within such a part of the limit. */
  private static final double NEAR = 0.25;

  /** Those that can be told from what was measured, or could if one of the peers qualified. */
  static List<Verdict> of(Choice choice, Records records) {
    List<Verdict> verdicts = new ArrayList<>();
    Optional<PoolAdapter> cenote = choice.cenote();
    if (cenote.isPresent()) {
      for (Row row : choice.rows()) {
        for (Aim aim : row.aims()) {
          Verdict verdict = of(choice, records, row, aim, cenote.get());
          if (verdict.isTold()
              || rivals(choice, records, row, aim, cenote.get()).findAny().isPresent()) {
            verdicts.add(verdict);
          }
        }
      }
    }
    return verdicts;
  }

  /**
   * The guards that do not hold. One that could not be told because a record of Cenote failed, or
   * all of HikariCP's, does not hold either; what was not measured at all is not among them.
   */
  static List<String> missedGuards(Choice choice, Records records) {
    List<String> missed = new ArrayList<>();
    for (Verdict verdict : of(choice, records)) {
      if (verdict.aim.isGuard() && verdict.isMissed()) {
        missed.add(verdict.row.key() + ": " + verdict.aim.text());
      }
    }
    for (Row row : choice.rows()) {
      if (row.aims().stream().anyMatch(Aim::isGuard)) {
        find(choice, pool -> tellsNothing(pool, records.readings(row, pool)))
            .forEach(pool -> missed.add(row.key() + ": failed with " + pool.title()));
      }
    }
    return missed;
  }

  private static boolean tellsNothing(PoolAdapter pool, List<Reading> readings) {
    long failed = readings.stream().filter(reading -> reading.numbers().isEmpty()).count();
    return switch (pool.key()) {
      case "cenote" -> failed > 0;
      case "hikari" -> failed > 0 && failed == readings.size();
      default -> false;
    };
  }

  private static Verdict of(Choice choice, Records records, Row row, Aim aim, PoolAdapter cenote) {
    Metric metric = aim.metric();
    double ours = records.median(row, cenote, metric);
    Optional<PoolAdapter> rival = rival(choice, records, row, aim, cenote);
    Interval value =
        aim.against() == Against.NOBODY
            ? records.interval(row, cenote, metric)
            : rival.map(other -> records.ratio(row, cenote, other, metric)).orElse(Interval.of());
    double theirs = rival.map(other -> records.median(row, other, metric)).orElse(Double.NaN);
    return new Verdict(row, aim, ours, theirs, rival, value);
  }

  /** Of those who qualify the one beside whom Cenote looks worst in the same rounds. */
  private static Optional<PoolAdapter> rival(
      Choice choice, Records records, Row row, Aim aim, PoolAdapter cenote) {
    Comparator<PoolAdapter> byRatio =
        Comparator.comparingDouble(pool -> records.ratio(row, cenote, pool, aim.metric()).median());
    return rivals(choice, records, row, aim, cenote)
        .filter(pool -> isEligible(choice, records, row, pool, aim.against()))
        .max(aim.metric().isMoreBetter() ? byRatio.reversed() : byRatio);
  }

  /** Who was measured in the same rounds, whether they qualify or not. */
  private static Stream<PoolAdapter> rivals(
      Choice choice, Records records, Row row, Aim aim, PoolAdapter cenote) {
    return find(choice, pool -> isRival(pool, aim.against()))
        .filter(pool -> records.ratio(row, cenote, pool, aim.metric()).count() > 0);
  }

  private static boolean isRival(PoolAdapter pool, Against against) {
    return switch (against) {
      case HIKARI -> pool.key().equals("hikari");
      case BEST_PEER, FAST_PEER -> !pool.isBound() && !pool.key().equals("cenote");
      case BOUND -> pool.isBound();
      case NOBODY -> false;
    };
  }

  private static boolean isEligible(
      Choice choice, Records records, Row row, PoolAdapter pool, Against against) {
    return switch (against) {
      case BEST_PEER -> !(records.median(row, pool, Metric.JAIN) < JAIN_MIN);
      case FAST_PEER -> {
        double most =
            find(choice, any -> !any.isBound())
                .mapToDouble(any -> records.median(row, any, Metric.SERVED))
                .filter(served -> !Double.isNaN(served))
                .max()
                .orElse(Double.NaN);
        yield records.median(row, pool, Metric.SERVED) >= FAST_MIN * most;
      }
      default -> true;
    };
  }

  private static Stream<PoolAdapter> find(Choice choice, Predicate<PoolAdapter> which) {
    return choice.pools().stream().filter(which);
  }

  /** Whether it can be told: it cannot where no peer qualifies. */
  boolean isTold() {
    return value.count() > 0;
  }

  boolean isReached() {
    return aim.isReachedBy(value.median());
  }

  boolean isMissed() {
    return isTold() && !isReached();
  }

  /** Whose number it is compared with, for people; empty if it is nobody's. */
  String other() {
    return rival.map(PoolAdapter::title).orElse("");
  }

  /** Whether more rounds could say the opposite. */
  boolean isOpen() {
    double limit = aim.limit();
    return aim.isReachedBy(value.low()) != aim.isReachedBy(value.high())
        || (value.isRange() && Math.abs(value.median() - limit) <= NEAR * limit);
  }
}
