package dev.cenote.testkit.jdbc;

import static dev.cenote.testkit.contract.Numbers.execute;
import static dev.cenote.testkit.contract.Numbers.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.ConnectionConsumer;
import dev.cenote.core.PoolKind;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a transaction on a shared connection ends, whoever has it besides loses nothing. */
@Timeout(60)
class SharedTransactionEndTest {

  private final H2Database database = H2Database.named();

  @BeforeEach
  void start() throws SQLException {
    try (Connection connection = database.connect()) {
      execute(connection, "CREATE TABLE cenote_numbers (n INT)");
    }
  }

  @AfterEach
  void end() {
    database.close();
  }

  private CenoteDataSourceBuilder pool(PoolKind kind) {
    return Databases.poolOf(database).kind(kind);
  }

  /** What another connection sees. */
  private static int sum(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT SUM(n) FROM cenote_numbers")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void failsWithin(CenoteDataSource pool, ConnectionConsumer<SQLException> closing) {
    assertThatThrownBy(() -> pool.useTransaction(closing)).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolKind.class,
      names = {"PER_THREAD", "SHARED"})
  void aLazyConnectionGivesItBackInTheModeInWhichItWasFound(PoolKind kind) throws SQLException {
    try (CenoteDataSource shared = pool(kind).build();
        Connection outer = shared.getConnection()) {
      try (Connection lazy = shared.lazy().getConnection()) {
        lazy.setAutoCommit(false);
        insert(lazy, 1);
        assertThat(outer.getAutoCommit()).isFalse();
        lazy.commit();
        assertThat(outer.getAutoCommit()).isTrue();
        lazy.setAutoCommit(true); // as frameworks do at their end
        insert(outer, 10);

        lazy.setAutoCommit(false);
        insert(lazy, 1_000);
      }
      assertThat(outer.getAutoCommit()).isTrue();
      insert(outer, 100);
    }
    assertThat(sum(database)).as("what a close has found open is not committed").isEqualTo(111);
  }

  @Test
  void aFunctionThatClosesItsConnectionEndsItsTransactionForWhoHasTaken() throws SQLException {
    AtomicReference<Connection> kept = new AtomicReference<>();
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).build()) {
      failsWithin(
          pool,
          within -> {
            kept.set(pool.getConnection());
            insert(within, 10);
            within.close();
          });
      try (Connection mine = kept.get()) {
        assertThat(mine.getAutoCommit()).isTrue();
        insert(mine, 100);
      }
    }
    assertThat(sum(database)).isEqualTo(100);
  }

  @Test
  void aFunctionThatGivesItsConnectionUpEndsItsTransactionAllTheSame() throws SQLException {
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).build();
        Connection outer = pool.getConnection()) {
      failsWithin(
          pool,
          within -> {
            insert(within, 10);
            within.unwrap(CenoteConnection.class).invalidateOnClose();
            within.close();
          });
      assertThat(outer.getAutoCommit()).isTrue();
      insert(outer, 100);
    }
    assertThat(sum(database)).isEqualTo(100);
  }

  @Test
  void whereAutoCommitIsOffFromTheStartWhatFailedIsNotCommittedByWhoGoesOn() throws SQLException {
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).autoCommit(false).build();
        Connection outer = pool.getConnection()) {
      failsWithin(
          pool,
          within -> {
            insert(within, 10);
            within.close();
          });
      outer.commit();
    }
    assertThat(sum(database)).isZero();
  }

  @ParameterizedTest
  @MethodSource("dev.cenote.testkit.jdbc.Databases#few")
  void aTransactionBegunBySqlIsEndedByWhoBeganIt(Supplier<TestDatabase> some) throws SQLException {
    try (TestDatabase each = some.get();
        CenoteDataSource pool = Databases.poolOf(each).kind(PoolKind.PER_THREAD).build()) {
      try (Connection connection = each.connect()) {
        execute(connection, "CREATE TABLE cenote_numbers (n INT)");
      }
      pool.useConnection(outer -> {
        execute(outer, "BEGIN");
        insert(outer, 1);
        pool.useTransaction(inner -> insert(inner, 10));
        execute(outer, "ROLLBACK");
        insert(outer, 100);
      });
      assertThat(sum(each)).isEqualTo(100);
    }
  }

  @Test
  void aBeginningThatFailedIsNone() throws SQLException {
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).build();
        Connection outer = pool.getConnection()) {
      assertThatThrownBy(() -> execute(outer, "BEGIN TRANSACTION NONSENSE"))
          .isInstanceOf(SQLException.class);
      failsWithin(
          pool,
          within -> {
            insert(within, 10);
            throw new SQLException("ours");
          });
    }
    assertThat(sum(database)).isZero();
  }

  @Test
  void aLazyConnectionThatHasPutTheModeBackDoesNotDoItAgain() throws SQLException {
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).build();
        Connection outer = pool.getConnection();
        Connection lazy = pool.lazy().getConnection()) {
      try (PreparedStatement open = lazy.prepareStatement("SELECT 1")) {
        lazy.setAutoCommit(false);
        open.executeQuery().close();
        lazy.commit();
        lazy.setAutoCommit(true);
        outer.setAutoCommit(false);
        insert(outer, 10);
      }
      outer.rollback();
    }
    assertThat(sum(database)).isZero();
  }

  @Test
  void whatSomebodyElseLeftOpenOnTheSameConnectionIsNotCommittedByALazyOne() throws SQLException {
    try (CenoteDataSource pool = pool(PoolKind.PER_THREAD).build();
        Connection lazy = pool.lazy().getConnection()) {
      lazy.setAutoCommit(false);
      try (PreparedStatement open = lazy.prepareStatement("SELECT 1")) {
        open.executeQuery().close();
        lazy.commit();
        try (Connection other = pool.getConnection()) {
          other.setAutoCommit(false);
          insert(other, 10);
        }
      }
    }
    assertThat(sum(database)).isZero();
  }

  @Test
  void whatALazyConnectionRemembersIsSetOutsideATransaction() throws SQLException {
    try (TestDatabase postgres = Databases.postgres();
        CenoteDataSource pool =
            Databases.poolOf(postgres).kind(PoolKind.PER_THREAD).autoCommit(false).build();
        Connection lazy = pool.lazy().getConnection()) {
      lazy.setSchema("public");
      lazy.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      execute(lazy, "SELECT 1");
      assertThat(lazy.getAutoCommit()).isFalse();
      lazy.commit();
      assertThat(lazy.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCustomizerDoesNotCommitWhatSomebodyHasBegunWhoJoinedMeanwhile(boolean stays)
      throws SQLException {
    AtomicReference<CenoteDataSource> pool = new AtomicReference<>();
    AtomicReference<Connection> joined = new AtomicReference<>();
    ConnectionCustomizer slow =
        new ConnectionCustomizer() {
          @Override
          public void onCheckout(Connection connection, ConnectionContext context)
              throws SQLException {
            CompletableFuture.runAsync(() -> joined.set(begun(pool.get()))).join();
            if (!stays) {
              joined.get().close();
            }
          }
        };
    try (CenoteDataSource shared = pool(PoolKind.SHARED).customizer(slow).build()) {
      pool.set(shared);
      try (Connection mine = shared.getConnection();
          Connection theirs = joined.get()) {
        assertThat(mine.unwrap(CenoteConnection.class).isShared()).isEqualTo(stays);
        assertThat(theirs.isClosed()).isNotEqualTo(stays);
        mine.rollback();
      }
    }
    assertThat(sum(database)).isZero();
  }

  private static Connection begun(CenoteDataSource pool) {
    try {
      Connection connection = pool.getConnection();
      connection.setAutoCommit(false);
      insert(connection, 10);
      return connection;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aHandleThatIsJoinedIsAnotherOneOfTheSameConnection() throws SQLException {
    try (CenoteDataSource shared = pool(PoolKind.PER_THREAD).build()) {
      CenoteConnection one = shared.getConnection().unwrap(CenoteConnection.class);
      try (one) {
        try (CenoteConnection other = one.joined()) {
          assertThat(other.slotNumber()).isEqualTo(one.slotNumber());
          assertThat(one.isShared()).isTrue();
        }
        assertThat(one.isShared()).isFalse();
        assertThat(shared.stats().leased()).isEqualTo(1);
      }
      assertThatThrownBy(one::joined)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("closed");
      assertThat(shared.stats().leased()).isZero();
    }
    try (CenoteDataSource queue = pool(PoolKind.QUEUE).build();
        CenoteConnection sole = queue.getConnection().unwrap(CenoteConnection.class)) {
      assertThatThrownBy(sole::joined).isInstanceOf(SQLFeatureNotSupportedException.class);
    }
  }
}
