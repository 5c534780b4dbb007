package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of a transaction that a borrower leaves. */
public interface TransactionContract extends ContractTopic {

  @Test
  default void anUncommittedInsertIsGoneForTheNext(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isFalse();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void anUncommittedInsertIsGoneForTheNextWhoeverClosedTheStatements(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    connection.createStatement().executeUpdate("INSERT INTO cenote_numbers VALUES (1)");
    connection.prepareStatement("INSERT INTO cenote_numbers VALUES (2)").executeUpdate();
    connection.close();
    assertThat(numbers.contains(1)).isFalse();
    assertThat(numbers.contains(2)).isFalse();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void whatABorrowerCommittedStays(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      Numbers.insert(connection, 1);
      connection.setAutoCommit(false);
      Numbers.insert(connection, 2);
      connection.commit();
      Numbers.insert(connection, 3);
      connection.rollback();
      Numbers.insert(connection, 4);
      connection.setAutoCommit(true); // commits, says JDBC, for the borrower asked for it
      Numbers.insert(connection, 5);
      connection.setAutoCommit(false);
      Numbers.insert(connection, 6);
    }
    assertThat(numbers.contains(1)).isTrue();
    assertThat(numbers.contains(2)).isTrue();
    assertThat(numbers.contains(3)).isFalse();
    assertThat(numbers.contains(4)).isTrue();
    assertThat(numbers.contains(5)).isTrue();
    assertThat(numbers.contains(6)).isFalse();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aSavepointAndWhatCameAfterItAreGoneForTheNext(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
      Savepoint savepoint = connection.setSavepoint("halfway");
      Numbers.insert(connection, 2);
      connection.rollback(savepoint);
    }
    assertThat(numbers.contains(1)).isFalse();
    assertThat(numbers.contains(2)).isFalse();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void withCommitAnUncommittedInsertIsKept(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.COMMIT));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isTrue();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void withCommitAnUncommittedInsertIsKeptThoughItsConnectionRetires(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.COMMIT));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
      pool.invalidateAll();
    }
    Stage.eventually(() -> assertThat(numbers.contains(1)).isTrue());
    assertThat(pool.stats().retired()).containsEntry(RetireReason.INVALIDATED, 1L);
  }

  @Test
  default void anUncommittedInsertIsGoneAlsoIfItsConnectionRetires(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
      pool.invalidateAll();
    }
    assertThat(numbers.contains(1)).isFalse();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.INVALIDATED, 1L);
  }

  @Test
  default void withNoneAConnectionLeftInATransactionIsRetiredInsteadOfLent(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.NONE));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isFalse();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  default void withNoneAConnectionWhoseBorrowerEndedItsWorkIsLentAgain(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.NONE));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1);
      connection.commit();
    }
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
    }
    assertThat(numbers.contains(1)).isTrue();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aTransactionBegunBySqlIsGoneForTheNext(Stage stage) throws SQLException {
    stage.needs(Capability.BEGIN_BY_SQL);
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    int number = 0;
    for (String begin : stage.database().beginnings()) {
      number++;
      try (Connection connection = pool.getConnection()) {
        Numbers.execute(connection, begin);
        Numbers.insert(connection, number);
      }
      assertThat(numbers.contains(number)).as(begin).isFalse();
    }
    assertCleanAndUsable(pool, numbers);
  }

  @Test
  default void withCommitATransactionBegunBySqlIsKept(Stage stage) throws SQLException {
    stage.needs(Capability.BEGIN_BY_SQL);
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.COMMIT));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      begin(stage, connection);
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isTrue();
    assertCleanAndUsable(pool, numbers);
  }

  @Test
  default void withNoneAConnectionInATransactionBegunBySqlIsRetired(Stage stage)
      throws SQLException {
    stage.needs(Capability.BEGIN_BY_SQL);
    CenoteDataSource pool = stage.pool(sized(ResetOnReturn.NONE));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      begin(stage, connection);
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isFalse();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
    assertCleanAndUsable(pool, numbers);
  }

  @Test
  default void aTransactionBegunAndCommittedBySqlStays(Stage stage) throws SQLException {
    stage.needs(Capability.BEGIN_BY_SQL);
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      begin(stage, connection);
      Numbers.insert(connection, 1);
      Numbers.execute(connection, "COMMIT");
    }
    assertThat(numbers.contains(1)).isTrue();
    assertCleanAndUsable(pool, numbers);
    stage.assertOpened(pool, 1);
  }

  private static void begin(Stage stage, Connection connection) throws SQLException {
    Numbers.execute(connection, stage.database().beginnings().get(0));
  }

  @Test
  default void autoCommitSwitchedOffBySqlIsOnForTheNextAndItsWorkGone(Stage stage)
      throws SQLException {
    stage.needs(Capability.AUTO_COMMIT_BY_SQL);
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    for (int time = 1; time <= 2; time++) {
      try (Connection connection = pool.getConnection()) {
        Numbers.execute(connection, stage.database().autoCommitOff());
        Numbers.insert(connection, time);
      }
      assertThat(numbers.contains(time)).isFalse();
      assertCleanAndUsable(pool, numbers);
    }
    stage.assertOpened(pool, 1);
  }

  private static UnaryOperator<CenoteDataSourceBuilder> sized(ResetOnReturn policy) {
    return settings -> settings.poolSize(1).maxOverflow(0).resetOnReturn(policy);
  }

  /** Auto-commit commits at once, and a transaction of the next borrower is its own. */
  private static void assertCleanAndUsable(CenoteDataSource pool, Numbers numbers)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
      Numbers.insert(connection, 1001);
    }
    assertThat(numbers.contains(1001)).isTrue();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Numbers.insert(connection, 1002);
      connection.rollback();
      Numbers.insert(connection, 1003);
      connection.commit();
    }
    assertThat(numbers.contains(1002)).isFalse();
    assertThat(numbers.contains(1003)).isTrue();
  }
}
