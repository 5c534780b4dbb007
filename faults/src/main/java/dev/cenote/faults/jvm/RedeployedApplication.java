package dev.cenote.faults.jvm;

import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.OpenPool;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Pools;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An application that opens a pool, uses it once and ends. Loaded by a class loader of its own. Its
 * driver takes itself off the list when its database ends; nobody cleans up after the pool.
 */
public final class RedeployedApplication {

  private RedeployedApplication() {}

  /** Instead of a pool's key: the application connects by itself. */
  static final String NO_POOL = "none";

  /** All of its life. */
  public static void run(String poolKey) throws Exception {
    try (FakeDatabase database = FakeDatabase.create()) {
      if (poolKey.equals(NO_POOL)) {
        use(DriverManager.getConnection(database.url()));
      } else {
        OpenPool pool =
            Pools.of(poolKey).orElseThrow().open(Target.of(database), PoolSettings.filled(2));
        use(pool.dataSource().getConnection());
        pool.end().run();
      }
    }
  }

  private static void use(Connection connection) throws SQLException {
    Work.QUERY.on(connection);
    connection.close();
  }
}
