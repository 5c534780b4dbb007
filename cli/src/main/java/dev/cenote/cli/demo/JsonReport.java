package dev.cenote.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cenote.core.PoolStats;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results as one JSON object; times are in nanoseconds.
 *
 * @param java the version of the JVM that ran it
 * @param queries in each run
 * @param pool the pool's kind and limits
 * @param databases one entry for each database
 * @param rush many clients on one pool
 */
record JsonReport(
    String java, int queries, PoolShape pool, List<DatabaseResult> databases, RushEntry rush) {

  record PoolShape(String kind, int poolSize, int maxOverflow, long acquireTimeoutNanos) {}

  record DatabaseResult(
      String database,
      String mode,
      String poolKind,
      String sql,
      RunResult withoutPool,
      RunResult withPool,
      double ratio,
      boolean sameRows,
      long poolStartNanos) {}

  record RunResult(
      long wallNanos,
      long perQueryNanos,
      long p50Nanos,
      long p99Nanos,
      long connectionsOpened,
      long rows,
      String checksum) {}

  record RushEntry(
      String database,
      int clients,
      long holdNanos,
      long elapsedNanos,
      long queries,
      double queriesPerSecond,
      long acquired,
      long gaveUp,
      @Nullable String refusal,
      long waitP50Nanos,
      long waitP99Nanos,
      int waitingMax,
      long connectionsOpened,
      State atEnd,
      boolean addsUp) {}

  record State(
      int maximum,
      int idle,
      int leased,
      int opening,
      int checking,
      int resetting,
      int closing,
      int givenUp,
      int waiting,
      long closed) {}

  private static final String KIND = "QUEUE";

  static JsonReport of(Plan plan, List<Comparison> comparisons, RushResult rush) {
    return new JsonReport(
        System.getProperty("java.version", "unknown"),
        plan.queries(),
        new PoolShape(KIND, plan.poolSize(), plan.maxOverflow(), nanos(plan.acquireTimeout())),
        comparisons.stream().map(JsonReport::result).toList(),
        rush(comparisons.get(0).database().product(), rush));
  }

  /** Indented, ASCII alone, with a line break at its end. */
  String text() {
    try {
      return JsonMapper.builder()
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(this)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("bug: these records cannot be written", e);
    }
  }

  private static DatabaseResult result(Comparison comparison) {
    ReadyDatabase database = comparison.database();
    return new DatabaseResult(
        database.product(),
        database.database().mode(),
        KIND,
        database.users().sql(),
        run(comparison.direct(), comparison.directOpened()),
        run(comparison.pooled(), comparison.poolOpened()),
        rounded(comparison.ratio()),
        comparison.sameRows(),
        comparison.poolStartNanos());
  }

  private static RunResult run(Run run, long opened) {
    return new RunResult(
        run.wallNanos(),
        Math.round(run.perQueryNanos()),
        run.p50Nanos(),
        run.p99Nanos(),
        opened,
        run.rows().count(),
        Long.toHexString(run.rows().checksum()));
  }

  private static RushEntry rush(String database, RushResult rush) {
    return new RushEntry(
        database,
        rush.clients(),
        Rush.HOLD.toNanos(),
        rush.elapsedNanos(),
        rush.doneCount(),
        rounded(rush.queriesPerSecond()),
        rush.acquiredCount(),
        rush.gaveUpCount(),
        rush.refusal().isEmpty() ? null : rush.refusal(),
        rush.waits().at(50),
        rush.waits().at(99),
        rush.waitingMax(),
        rush.after().created(),
        state(rush),
        rush.addsUp());
  }

  private static State state(RushResult rush) {
    PoolStats after = rush.after();
    return new State(
        after.maximum(),
        after.idle(),
        after.leased(),
        after.opening(),
        after.checking(),
        after.resetting(),
        after.closing(),
        after.givenUp(),
        after.waiting(),
        rush.closedCount());
  }

  private static double rounded(double number) {
    return Math.round(number * 100) / 100.0;
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException endless) {
      return Long.MAX_VALUE;
    }
  }
}
