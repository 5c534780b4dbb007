package dev.cenote.testkit.jdbc;

import static dev.cenote.testkit.contract.Numbers.execute;
import static dev.cenote.testkit.contract.Numbers.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.core.PoolKind;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.database.H2Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions with a transaction, where the caller may have the same connection already. */
@Timeout(60)
class SharedTransactionTest {

  private final H2Database database = H2Database.named();
  private CenoteDataSource pool;

  @BeforeEach
  void start() throws SQLException {
    pool = poolOf(PoolKind.PER_THREAD);
    pool.useConnection(connection -> execute(connection, "CREATE TABLE cenote_numbers (n INT)"));
  }

  @AfterEach
  void end() {
    pool.close();
    database.close();
  }

  private CenoteDataSource poolOf(PoolKind kind) {
    return Databases.poolOf(database).kind(kind).build();
  }

  /** What another connection sees. */
  private int sum() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT SUM(n) FROM cenote_numbers")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolKind.class,
      names = {"PER_THREAD", "SHARED"})
  void whatIsDoneInAutoCommitAfterATransactionWithinIsNotLost(PoolKind kind) throws SQLException {
    try (CenoteDataSource shared = poolOf(kind)) {
      for (ScopedDataSource each : List.of(shared, shared.lazy())) {
        int before = sum();
        shared.useConnection(connection -> {
          insert(connection, 1);
          each.useTransaction(within -> insert(within, 10));
          assertThat(connection.getAutoCommit()).isTrue();
          insert(connection, 100);
        });
        assertThat(sum() - before).isEqualTo(111);
      }
    }
  }

  @Test
  void aTransactionWithinThatFailsUndoesItselfAndNothingElse() throws SQLException {
    pool.useConnection(connection -> {
      insert(connection, 1);
      assertThatThrownBy(() ->
              pool.useTransaction(within -> {
                insert(within, 10);
                throw new IllegalStateException("ours");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasNoSuppressedExceptions();
      insert(connection, 100);
    });
    assertThat(sum()).isEqualTo(101);
  }

  @Test
  void aTransactionWithinATransactionTakesPartInIt() throws SQLException {
    pool.useTransaction(outer -> {
      insert(outer, 1);
      pool.useTransaction(inner -> insert(inner, 10));
      assertThat(sum()).as("nothing is committed yet").isZero();
    });
    assertThat(sum()).isEqualTo(11);

    assertThatThrownBy(() ->
            pool.useTransaction(outer -> {
              insert(outer, 1_000);
              pool.lazy().useTransaction(inner -> insert(inner, 10_000));
              throw new IllegalStateException("ours");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sum()).isEqualTo(11);
  }

  @Test
  void aLazyConnectionWithinATransactionDoesNotEndIt() throws SQLException {
    assertThatThrownBy(() ->
            pool.useTransaction(outer -> {
              insert(outer, 1);
              pool.lazy().useConnection(lazy -> insert(lazy, 10));
              throw new IllegalStateException("ours");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sum()).isZero();
  }

  @Test
  void whatIsDoneWithinATransactionOnAConnectionThatIsToGoIsPartOfIt() throws SQLException {
    assertThatThrownBy(() ->
            pool.useTransaction(outer -> {
              insert(outer, 1);
              outer.unwrap(CenoteConnection.class).invalidateOnClose();
              pool.useTransaction(inner -> insert(inner, 10));
              throw new IllegalStateException("ours");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sum()).isZero();
  }

  @Test
  void aFunctionThatClosesItsConnectionLeavesAutoCommitAsItWas() throws SQLException {
    pool.useConnection(connection -> {
      assertThatThrownBy(() ->
              pool.useTransaction(within -> {
                insert(within, 10);
                within.close();
              }))
          .isInstanceOf(SQLException.class);
      insert(connection, 100);
    });
    assertThat(sum()).isEqualTo(100);
  }

  @Test
  void aTransactionBegunByHandIsEndedByHand() throws SQLException {
    try (Connection mine = pool.getConnection()) {
      assertThat(mine.unwrap(CenoteConnection.class).isShared()).isFalse();
      mine.setAutoCommit(false);
      pool.useTransaction(within -> {
        assertThat(within.unwrap(CenoteConnection.class).isShared()).isTrue();
        insert(within, 1);
      });
      assertThat(sum()).isZero();
      mine.commit();
    }
    assertThat(sum()).isEqualTo(1);
  }

  @Test
  void whereAutoCommitIsOffFromTheStartWhatIsDoneWithinAConnectionIsCommitted()
      throws SQLException {
    try (CenoteDataSource manual =
            Databases.poolOf(database).kind(PoolKind.PER_THREAD).autoCommit(false).build();
        Connection reading = manual.getConnection()) {
      manual.useTransaction(within -> insert(within, 1));
      assertThat(sum()).isEqualTo(1);
      assertThat(reading.getAutoCommit()).isFalse();
    }
  }

  @Test
  void transactionsOnTheConnectionThatAllShareComeOneAfterTheOther() throws Exception {
    try (CenoteDataSource shared =
        Databases.poolOf(database)
            .kind(PoolKind.SHARED)
            .acquireTimeout(Duration.ofMillis(100))
            .build()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> {
            try {
              shared.useTransaction(connection -> {
                insert(connection, 1);
                begun.countDown();
                go.await();
              });
            } catch (SQLException | InterruptedException failed) {
              throw new IllegalStateException(failed);
            }
          });
      begun.await();
      assertThatThrownBy(() -> shared.useTransaction(connection -> insert(connection, 10)))
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("no transaction within 100 ms")
          .hasMessageContaining("CENOTE-101");
      go.countDown();
      first.get();
      shared.useTransaction(connection -> insert(connection, 100));
      assertThat(sum()).isEqualTo(101);
    }
  }

  @Test
  void whereAutoCommitIsOffFromTheStartTheOutermostEndsIt() throws SQLException {
    try (CenoteDataSource manual =
        Databases.poolOf(database).kind(PoolKind.PER_THREAD).autoCommit(false).build()) {
      manual.useTransaction(outer -> {
        insert(outer, 1);
        manual.useTransaction(inner -> insert(inner, 10));
        assertThat(sum()).isZero();
      });
      assertThat(sum()).isEqualTo(11);
    }
  }
}
