package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnDisconnect;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the acceptance suite shows on the fake driver, on real databases: that much of it as they
 * can do. The contract suite, whose sentences docs/semantics-map.md names too, runs on them anyway.
 */
@Timeout(60)
class AcceptanceOnDatabasesTest {

  private TestDatabase database;
  private CenoteDataSource pool;

  static List<Named<Supplier<TestDatabase>>> databases() {
    return List.of(
        Named.of("H2", H2Database::named),
        Named.of("SQLite", SqliteDatabase::inMemory),
        Named.of("PostgreSQL", Databases::postgres));
  }

  private CenoteDataSource open(
      Supplier<TestDatabase> made, UnaryOperator<CenoteDataSourceBuilder> settings) {
    database = made.get();
    pool =
        settings
            .apply(Databases.poolOf(database).prefill(false).onStart(OnStart.START_ANYWAY))
            .build();
    return pool;
  }

  private CenoteConnection borrow() throws SQLException {
    return pool.getConnection().unwrap(CenoteConnection.class);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet counted = statement.executeQuery("SELECT count(*) FROM t")) {
      assertThat(counted.next()).isTrue();
      return counted.getInt(1);
    }
  }

  @AfterEach
  void closeAll() {
    if (pool != null) {
      pool.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theCountersFollowEachCheckoutAndReturn(Supplier<TestDatabase> made) throws Exception {
    open(made, b -> b.poolSize(3).maxOverflow(2).acquireTimeout(Duration.ofSeconds(2)));
    List<Connection> five = Stage.borrow(pool, 5);
    assertThat(pool.stats().leased()).isEqualTo(5);
    assertThat(Background.call(pool::getConnection).failure())
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("all 5 connections are borrowed");
    five.get(0).close();
    five.get(0).close();
    assertThat(pool.stats().leased()).isEqualTo(4);
    Stage.giveBack(five);
    assertThat(pool.stats().leased()).isZero();
    assertThat(pool.stats().created()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDirectPoolConnectsForEachBorrow(Supplier<TestDatabase> made) throws SQLException {
    open(made, b -> b.kind(PoolKind.DIRECT).poolSize(0).maxOverflow(3));
    for (int round = 1; round <= 3; round++) {
      try (Connection connection = pool.getConnection()) {
        Stage.use(connection);
      }
      pool.invalidateAll();
      assertThat(pool.stats().created()).isEqualTo(round);
    }
    Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nestedBorrowsOfAThreadAreOneTransactionUndoneAtTheOutermostClose(Supplier<TestDatabase> made)
      throws SQLException {
    open(made, b -> b.kind(PoolKind.PER_THREAD).poolSize(1));
    try (Connection connection = pool.getConnection()) {
      execute(connection, "CREATE TABLE t (n INTEGER)");
    }
    try (Connection outer = pool.getConnection()) {
      outer.setAutoCommit(false);
      execute(outer, "INSERT INTO t VALUES (1)");
      try (Connection inner = pool.getConnection()) {
        assertThat(rows(inner)).isEqualTo(1);
      }
      assertThat(rows(outer)).isEqualTo(1);
    }
    try (Connection next = pool.getConnection()) {
      assertThat(rows(next)).isZero();
      assertThat(next.getAutoCommit()).isTrue();
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void everybodyOfASharedPoolHasTheSameTransaction(Supplier<TestDatabase> made)
      throws SQLException {
    open(made, b -> b.kind(PoolKind.SHARED));
    try (Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      execute(first, "CREATE TABLE t (n INTEGER)");
      first.setAutoCommit(false);
      execute(first, "INSERT INTO t VALUES (1)");
      assertThat(rows(second)).isEqualTo(1);
      assertThat(second.getAutoCommit()).isFalse();
    }
    try (Connection next = pool.getConnection()) {
      assertThat(rows(next)).isZero();
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aSecondBorrowerOfASolePoolIsRefused(Supplier<TestDatabase> made) throws SQLException {
    open(made, b -> b.kind(PoolKind.SOLE));
    try (Connection only = pool.getConnection()) {
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasMessageContaining("CENOTE-106");
      Stage.use(only);
    }
    try (Connection again = pool.getConnection()) {
      Stage.use(again);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsInvalidatedSoftlyServesItsBorrowerAndHardNobody(Supplier<TestDatabase> made)
      throws SQLException {
    open(made, b -> b.poolSize(1).maxOverflow(0));
    CenoteConnection soft = borrow();
    soft.invalidateOnClose();
    Stage.use(soft);
    soft.close();
    CenoteConnection hard = borrow();
    assertThat(pool.stats().created()).isEqualTo(2);
    hard.invalidate(new IllegalStateException("not to be trusted"));
    assertThatThrownBy(() -> Stage.use(hard)).isInstanceOf(SQLException.class);
    try (Connection next = pool.getConnection()) {
      Stage.use(next);
    }
    assertThat(pool.stats().created()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDetachedConnectionWorksOnBesideItsSuccessor(Supplier<TestDatabase> made)
      throws SQLException {
    open(made, b -> b.poolSize(1).maxOverflow(0));
    CenoteConnection leaving = borrow();
    leaving.detach(false);
    try (Connection successor = pool.getConnection()) {
      Stage.use(successor);
      Stage.use(leaving);
    }
    leaving.close();
    assertThat(leaving.isClosed()).isTrue();
    assertThat(pool.stats().released()).isZero();
    assertThat(pool.stats().created()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPoolMadeAnewHasTheSameSettingsAndItsOwnConnections(Supplier<TestDatabase> made)
      throws SQLException {
    open(made, b -> b.poolSize(2).maxOverflow(1));
    try (Connection old = pool.getConnection();
        CenoteDataSource anew = pool.recreate()) {
      assertThat(anew.stats().created()).isZero();
      try (Connection young = anew.getConnection()) {
        Stage.use(young);
        Stage.use(old);
      }
      assertThat(anew.stats().maximum()).isEqualTo(3);
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatDiedIdleIsNotLentAndOneDisconnectReplacesAll(Supplier<TestDatabase> made)
      throws SQLException {
    open(
        made,
        b ->
            b.poolSize(2)
                .maxOverflow(0)
                .validation(Validation.ALWAYS)
                .onDisconnect(OnDisconnect.INVALIDATE));
    Assumptions.assumeTrue(
        database.can(Capability.SERVER_VIEW), "an embedded database kills no connection");
    List<Connection> two = Stage.borrow(pool, 2);
    database.kill(two.get(0));
    two.get(0).close();
    two.get(1).close();
    for (int round = 0; round < 4; round++) {
      try (Connection checked = pool.getConnection()) {
        Stage.use(checked);
      }
    }
    long before = pool.stats().created();
    List<Connection> others = Stage.borrow(pool, 2);
    database.kill(others.get(0));
    assertThatThrownBy(() -> Stage.use(others.get(0))).isInstanceOf(SQLException.class);
    Stage.giveBack(others);
    Stage.assertFullCapacity(pool);
    assertThat(pool.stats().created() - before).isGreaterThanOrEqualTo(2);
  }
}
