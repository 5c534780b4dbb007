package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.PoolKind;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of pool means to a borrower of JDBC connections. */
class KindsTest {

  private static CenoteDataSourceBuilder settings(TestDatabase database, PoolKind kind) {
    return CenoteDataSource.builder()
        .name("orders")
        .url(database.jdbcUrl())
        .username(Objects.requireNonNull(database.username()))
        .password(Objects.requireNonNull(database.password()))
        .kind(kind)
        .acquireTimeout(Duration.ofSeconds(10));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void end(CenoteDataSource pool) {
    pool.close();
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindLendsAnswersAndEnds(PoolKind kind) throws SQLException {
    try (FakeTestDatabase database = FakeTestDatabase.create();
        CenoteDataSource pool = settings(database, kind).build()) {
      for (int i = 0; i < 3; i++) {
        try (Connection connection = pool.getConnection()) {
          execute(connection, "SELECT 1");
          assertThat(pool.stats().leased()).isEqualTo(1);
        }
      }
      pool.invalidateAll();
      pool.getConnection().close();
      assertThat(pool.stats().leased()).isZero();
      end(pool);
      assertThat(pool.stats().permitted()).isZero();
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasMessageContaining("CENOTE-701");
    }
  }

  @ParameterizedTest
  @EnumSource
  void beforeItsStartAPoolShowsTheSizesOfItsKind(PoolKind kind) {
    try (CenoteDataSource bean = new CenoteDataSource()) {
      bean.setKind(kind);
      assertThat(bean.stats().poolSize()).isEqualTo(kind.poolSizeDefault());
    }
  }

  @Test
  void ofADirectPoolWhatWasCommittedOnReturnIsSeenByTheNext() throws SQLException {
    try (H2Database database = H2Database.named();
        CenoteDataSource pool =
            settings(database, PoolKind.DIRECT)
                .resetOnReturn(ResetOnReturn.COMMIT)
                .autoCommit(false)
                .build()) {
      try (Connection connection = pool.getConnection()) {
        execute(connection, "CREATE TABLE t (n INT)");
        execute(connection, "INSERT INTO t VALUES (1)");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(count(connection)).isEqualTo(1);
      }
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pool.stats().permitted() == 0);
    }
  }

  @Test
  void aSecondBorrowerOfASolePoolIsToldWhereTheFirstBorrowed() throws SQLException {
    try (FakeTestDatabase database = FakeTestDatabase.create();
        CenoteDataSource pool = settings(database, PoolKind.SOLE).build()) {
      try (Connection first = pool.getConnection()) {
        SQLException refused = catchThrowableOfType(SQLException.class, pool::getConnection);

        assertThat((Throwable) refused)
            .isInstanceOf(SQLNonTransientConnectionException.class)
            .hasMessageContainingAll(
                "orders: the only connection is borrowed",
                "by thread " + Thread.currentThread().getName(),
                "Close the first connection",
                "[CENOTE-106]");
        assertThat(refused.getCause().getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(KindsTest.class.getName()));
        execute(first, "SELECT 1");
      }
      pool.getConnection().close();
    }
  }

  @Test
  void ofASharedPoolOneBorrowersCloseUndoesNothingOfTheOthersAndLeavesNoStatementOpen()
      throws SQLException {
    try (H2Database database = H2Database.named();
        CenoteDataSource pool = settings(database, PoolKind.SHARED).build()) {
      Connection first = pool.getConnection();
      Connection second = pool.getConnection();
      assertThat(second).isNotSameAs(first);
      execute(first, "CREATE TABLE t (n INT)");
      first.setAutoCommit(false);
      assertThat(second.getAutoCommit()).as("one connection, one mode").isFalse();
      execute(first, "INSERT INTO t VALUES (1)");
      Statement left = second.createStatement();
      Statement drivers = left.unwrap(org.h2.jdbc.JdbcStatement.class);
      Statement kept = first.createStatement();

      second.close();

      assertThat(drivers.isClosed()).as("what the leaver left open").isTrue();
      assertThat(kept.isClosed()).as("what the other still uses").isFalse();
      assertThatThrownBy(() -> second.createStatement()).isInstanceOf(SQLException.class);
      assertThat(first.getAutoCommit()).isFalse();
      assertThat(count(first)).isEqualTo(1);

      first.close();

      try (Connection next = pool.getConnection()) {
        assertThat(next.getAutoCommit()).isTrue();
        assertThat(count(next)).as("rolled back when the last had gone").isZero();
      }
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void ofAPoolPerThreadAnInnerMethodIsPartOfTheOuterOnesTransaction() throws SQLException {
    try (H2Database database = H2Database.named();
        CenoteDataSource pool =
            settings(database, PoolKind.PER_THREAD).poolSize(1).maxOverflow(0).build()) {
      try (Connection outer = pool.getConnection()) {
        execute(outer, "CREATE TABLE t (n INT)");
        outer.setAutoCommit(false);
        try (Connection inner = pool.getConnection()) {
          execute(inner, "INSERT INTO t VALUES (1)");
        }
        assertThat(count(outer)).isEqualTo(1);
        outer.rollback();
        assertThat(count(outer)).isZero();
      }
    }
  }

  @Test
  void whatHasNoMeaningForAKindIsRefusedTogether() {
    assertThatThrownBy(() ->
            CenoteDataSource.builder()
                .url("jdbc:h2:mem:kinds")
                .kind(PoolKind.DIRECT)
                .poolSize(3)
                .prefill(true)
                .maxLifetime(Duration.ofMinutes(5))
                .keepalive(Duration.ofMinutes(1))
                .onStart(OnStart.WAIT_FILLED)
                .build())
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContainingAll(
            "poolSize must be 0, is 3",
            "kind, prefill",
            "kind, maxLifetime",
            "kind, keepalive",
            "kind, onStart");
    assertThatThrownBy(() ->
            CenoteDataSource.builder()
                .url("jdbc:h2:mem:kinds")
                .kind(PoolKind.SOLE)
                .maxOverflow(1)
                .build())
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContaining("SOLE has one connection: maxOverflow must be 0, is 1");
  }

  @Test
  void aResizeThatHasNoMeaningForTheKindIsRefused() {
    try (FakeTestDatabase database = FakeTestDatabase.create();
        CenoteDataSource pool = settings(database, PoolKind.SHARED).build()) {
      assertThatThrownBy(() -> pool.resize(4, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "orders: kind, poolSize: SHARED has one connection: poolSize must be 1, is 4");
    }
  }
}
