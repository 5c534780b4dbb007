package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.cli.terminal.Times;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The same queries twice on one database.
 *
 * @param database where
 * @param direct with a new connection for each query
 * @param directOpened how many connections that took
 * @param pooled with the connections of a pool
 * @param poolOpened how many connections that took
 * @param poolStartNanos how long the pool took to start, until its first connection was open
 */
record Comparison(
    ReadyDatabase database,
    Run direct,
    long directOpened,
    Run pooled,
    long poolOpened,
    long poolStartNanos) {

  /** Warms both ways up, then measures both. */
  static Comparison measure(
      ReadyDatabase database, Plan plan, Cleanup cleanup, Consumer<String> progress)
      throws SQLException {
    UsersTable users = database.users();
    DirectConnections direct = database.database().direct();
    long begun = System.nanoTime();
    try (CenoteDataSource pool = cleanup.add(plan.pool(database.database()))) {
      long poolStartNanos = System.nanoTime() - begun;
      progress.accept(database.product() + ": warming up");
      Run.warmUp(users, direct);
      Run.warmUp(users, pool::getConnection);
      String queries = database.product() + ": " + Times.count(plan.queries()) + " queries ";
      progress.accept(queries + "without a pool");
      long openedBefore = direct.openedCount();
      Run directRun = Run.measure(users, direct, plan.queries());
      long directOpened = direct.openedCount() - openedBefore;
      progress.accept(queries + "with a pool");
      Run pooledRun = Run.measure(users, pool::getConnection, plan.queries());
      return new Comparison(
          database, directRun, directOpened, pooledRun, pool.stats().created(), poolStartNanos);
    }
  }

  /** How many times faster the pool is. */
  double ratio() {
    return (double) direct.wallNanos() / pooled.wallNanos();
  }

  /** Whether both runs have read the same. */
  boolean sameRows() {
    return direct.rows().equals(pooled.rows());
  }
}
