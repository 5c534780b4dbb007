package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.ErrorKind;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Connections that end, do not come back, or outlive their pool. */
final class ConnectionSituations {

  private static final Duration SOON = Duration.ofMillis(600);

  /** What PostgreSQL says. */
  private static final String TERMINATED =
      "FATAL: terminating connection due to administrator command";

  private ConnectionSituations() {}

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  private static Connection leave(CenoteDataSource pool) throws SQLException {
    return pool.getConnection();
  }

  private static void leaveTransaction(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
    }
  }

  private static CenoteDataSource checking(Situation stage) {
    return stage.pool(b ->
        b.poolSize(1)
            .validation(Validation.ALWAYS)
            .checkTimeout(SOON)
            .acquireTimeout(Stage.PATIENCE));
  }

  static String foundDead(Situation stage) throws SQLException {
    CenoteDataSource pool = checking(stage);
    borrowAndReturn(pool);
    stage.database().on("isValid").once().returning(false);
    borrowAndReturn(pool);
    return stage.logged(ErrorCode.FOUND_DEAD);
  }

  static String checkUnanswered(Situation stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(b ->
            b.poolSize(3)
                .maxOverflow(0)
                .validation(Validation.ALWAYS)
                .checkTimeout(SOON)
                .acquireTimeout(Stage.PATIENCE));
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one).isNotSameAs(two);
      borrowAndReturn(pool);
      stage.database().on("isValid").once().hang();
      borrowAndReturn(pool);
    }
    return stage.logged(ErrorCode.CHECK_UNANSWERED);
  }

  static String brokeInUse(Situation stage) throws SQLException {
    stage.database().on("Statement.execute").throwing(() -> new SQLException(TERMINATED, "57P01"));
    try (Connection connection = stage.pool(b -> b).getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(catchThrowable(() -> statement.execute("select 1"))).isNotNull();
    }
    return stage.logged(ErrorCode.BROKE_IN_USE);
  }

  static String roleChanged(Situation stage) throws SQLException {
    String said = "ERROR: cannot execute INSERT in a read-only transaction";
    stage.database().on("Statement.execute").throwing(() -> new SQLException(said, "25006"));
    try (Connection connection =
            stage.pool(b -> b.errorKind("25006", ErrorKind.ROLE_CHANGED)).getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(catchThrowable(() -> statement.execute("insert"))).isNotNull();
    }
    return stage.logged(ErrorCode.ROLE_CHANGED);
  }

  static String closeUnanswered(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b.closeTimeout(SOON));
    borrowAndReturn(pool);
    stage.database().on("close").once().hang();
    pool.invalidateAll();
    return stage.logged(ErrorCode.CLOSE_UNANSWERED);
  }

  static String requestNotBegun(Situation stage) {
    stage.database().on("beginRequest").throwing(() -> new SQLException("I/O error", "08006"));
    return Situation.refusal(stage.pool(b -> b.requestBoundaries(true)));
  }

  static String heldLong(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b.leakThreshold(SOON));
    stage.hold(pool, 1);
    return stage.logged(ErrorCode.HELD_LONG);
  }

  static String heldLongReturned(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b.leakThreshold(SOON));
    Connection held = pool.getConnection();
    Stage.use(held);
    assertThat(stage.logged(ErrorCode.HELD_LONG)).isNotEmpty();
    held.close();
    return stage.logged(ErrorCode.HELD_LONG_RETURNED);
  }

  static String borrowerEnded(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.leakWatch(LeakWatch.STACK));
    Connection left = stage.inBackground(() -> leave(pool)).result();
    String told = stage.logged(ErrorCode.BORROWER_ENDED);
    left.close();
    return told;
  }

  static String reclaimed(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.reclaimAfter(SOON));
    Connection left = stage.inBackground(() -> leave(pool)).result();
    String told = stage.logged(ErrorCode.RECLAIMED);
    left.close();
    return told;
  }

  static String resetFailed(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b);
    stage.database().on("rollback").throwing(() -> new SQLException(TERMINATED, "57P01"));
    leaveTransaction(pool);
    return stage.logged(ErrorCode.RESET_FAILED);
  }

  static String resetUnanswered(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b.resetTimeout(SOON));
    stage.database().on("rollback").once().hang();
    leaveTransaction(pool);
    return stage.logged(ErrorCode.RESET_UNANSWERED);
  }

  static String closed(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b);
    pool.close();
    return Situation.refusal(pool);
  }

  static String closedWhileBorrowed(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b.shutdownTimeout(SOON));
    Connection one = pool.getConnection();
    Connection two = pool.getConnection();
    pool.close();
    one.close();
    two.close();
    return stage.logged(ErrorCode.CLOSED_WHILE_BORROWED);
  }
}
