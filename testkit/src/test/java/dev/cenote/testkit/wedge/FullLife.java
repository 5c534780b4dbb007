package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.Isolation;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Everything that can happen to a pool's connections, in one go: opened and set up, checked, lent,
 * soiled in every way, reset, killed, aborted, kept alive, closed. Whatever the driver throws
 * meanwhile, borrowers go on; each of them must be served in time and get something clean, and
 * giving back must never fail.
 */
final class FullLife {

  /** What a fresh connection is given: then its initial values are known, else they are asked. */
  enum Setup {
    AS_THE_DRIVER_GIVES_IT {
      @Override
      CenoteDataSourceBuilder on(CenoteDataSourceBuilder settings) {
        return settings;
      }
    },
    CONFIGURED {
      @Override
      CenoteDataSourceBuilder on(CenoteDataSourceBuilder settings) {
        return settings
            .autoCommit(true)
            .readOnly(false)
            .isolation(Isolation.READ_COMMITTED)
            .catalog("fake")
            .schema("public")
            .initSql("SET something");
      }
    };

    abstract CenoteDataSourceBuilder on(CenoteDataSourceBuilder settings);
  }

  private interface Use {
    void of(Connection connection) throws Exception;
  }

  private static final Duration KEEPALIVE = Duration.ofMillis(20);

  private final Scene scene;
  private final CenoteDataSource pool;
  private final OwnCalls calls;
  private final boolean recording;

  private FullLife(Scene scene, CenoteDataSource pool, boolean recording) {
    this.scene = scene;
    this.pool = pool;
    this.calls = new OwnCalls(scene.database());
    this.recording = recording;
  }

  /** The pool whose life it will be. The driver's connections start without auto-commit. */
  static CenoteDataSource pool(Scene scene, Setup setup) {
    scene.database().settings().autoCommit(setup == Setup.AS_THE_DRIVER_GIVES_IT);
    return scene.pool(settings ->
        setup
            .on(settings)
            .keepalive(KEEPALIVE)
            .overflowLinger(Duration.ofMillis(20))
            .validation(Validation.ALWAYS)
            .requestBoundaries(true));
  }

  /** Lives it with a driver that does what it should; returns which calls were the pool's own. */
  static Set<String> recorded(Scene scene, Setup setup) throws Exception {
    FullLife life = new FullLife(scene, pool(scene, setup), true);
    life.live();
    Stage.eventually(() -> { // what was to be closed or aborted has been
      assertThat(life.pool.stats().closing()).isZero();
    });
    return life.calls.sites();
  }

  /** Lives it with a driver that may throw anything with "fake" in its message. */
  static void survived(Scene scene, CenoteDataSource pool) throws Exception {
    new FullLife(scene, pool, false).live();
  }

  private void live() throws Exception {
    borrow(this::soilWithoutAutoCommit);
    borrow(this::soilInAutoCommit);
    borrow(this::soilWithoutAutoCommit);
    borrow(connection -> {
      soilWithoutAutoCommit(connection);
      pool.invalidateAll(); // so it is closed instead of reset
    });
    borrow(this::loseInUse);
    borrow(connection -> does("abort", () -> connection.abort(Runnable::run)));
    for (int i = 0; i < 2; i++) { // a check finds a connection dead, which is then aborted
      scene.database().on("isValid").once().returning(false);
      borrow(this::soilInAutoCommit);
    }
    keepAlive();
    pool.invalidateAll();
    borrow(this::soilWithoutAutoCommit);
  }

  private void borrow(Use use) throws Exception {
    long start = System.nanoTime();
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException | RuntimeException | Error refused) {
      requireOfTheDriver(refused);
      return;
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("getConnection()")
          .isLessThan(Scene.ACQUIRE.plus(Scene.SLACK));
    }
    scene.assertCleanAtTheDriver(connection);
    try {
      use.of(connection);
    } catch (SQLException | RuntimeException | Error failed) {
      requireOfTheDriver(failed);
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException | Error failed) {
      throw new AssertionError("giving back must not fail", failed);
    }
  }

  private void requireOfTheDriver(Throwable failure) {
    if (recording || failure instanceof AssertionError) {
      throw new AssertionError("nothing was to fail here", failure);
    }
    assertThat(failure.getMessage()).containsAnyOf("fake", "CENOTE-", "FATAL", "I/O error");
  }

  private void does(String site, OwnCalls.Act act) throws Exception {
    if (recording) {
      calls.borrowers(site, act);
    } else {
      act.perform();
    }
  }

  private void soilWithoutAutoCommit(Connection connection) throws Exception {
    does("setNetworkTimeout", () -> connection.setNetworkTimeout(Runnable::run, 1_000));
    does("setReadOnly", () -> connection.setReadOnly(true));
    does("setTransactionIsolation", () -> connection.setTransactionIsolation(8));
    does("setCatalog", () -> connection.setCatalog("elsewhere"));
    does("setSchema", () -> connection.setSchema("elsewhere"));
    does("setHoldability", () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
    does("setTypeMap", () -> connection.setTypeMap(Map.of("point", String.class)));
    does("setClientInfo", () -> connection.setClientInfo("ApplicationName", "somebody"));
    scene.database().sessionOf(connection).warn(new SQLWarning("fake warning"));
    does("getWarnings", connection::getWarnings);
    does("setReadOnly", () -> connection.setReadOnly(false));
    does("setAutoCommit", () -> connection.setAutoCommit(false));
    insert(connection);
  }

  private void soilInAutoCommit(Connection connection) throws Exception {
    does("setTransactionIsolation", () -> connection.setTransactionIsolation(8));
    Statement[] statement = new Statement[1];
    does("createStatement", () -> statement[0] = connection.createStatement());
    does("execute", () -> statement[0].execute("BEGIN"));
    does("executeUpdate", () -> statement[0].executeUpdate("INSERT INTO numbers VALUES (1)"));
  }

  /** The server ends the connection under its borrower, who finds out. */
  private void loseInUse(Connection connection) throws Exception {
    scene.database().kill(connection);
    boolean found = false;
    try {
      insert(connection);
    } catch (SQLException lost) {
      found = true;
      if (recording) {
        assertThat(lost.getSQLState()).isEqualTo("57P01");
      }
    }
    assertThat(found).as("a dead connection worked").isTrue();
  }

  /** Leaves its statement open. */
  private void insert(Connection connection) throws Exception {
    Statement[] statement = new Statement[1];
    does("createStatement", () -> statement[0] = connection.createStatement());
    does("executeUpdate", () -> statement[0].executeUpdate("INSERT INTO numbers VALUES (1)"));
  }

  private void keepAlive() {
    int before = scene.database().calls("isValid");
    if (pool.stats().idle() > 0) {
      Stage.eventually(() -> assertThat(scene.database().calls("isValid")).isGreaterThan(before));
    }
  }
}
