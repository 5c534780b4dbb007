package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.Isolation;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What the settings say every lease starts with, whatever the one before has done. */
public interface InitialStateContract extends ContractTopic {

  @Test
  default void everyLeaseStartsWithoutAutoCommitIfSoConfigured(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(s -> s.poolSize(1).maxOverflow(0).autoCommit(false));
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isFalse();
      connection.setAutoCommit(true);
      Numbers.insert(connection, 1);
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isFalse();
      Numbers.insert(connection, 2);
    }
    try (Connection connection = pool.getConnection()) {
      Numbers.insert(connection, 3);
      connection.commit();
      Numbers.insert(connection, 4);
    }
    assertThat(numbers.contains(1)).isTrue();
    assertThat(numbers.contains(2)).isFalse();
    assertThat(numbers.contains(3)).isTrue();
    assertThat(numbers.contains(4)).isFalse();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aPoolWithoutAutoCommitKeepsNoTransactionOpenWhileIdle(Stage stage)
      throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    CenoteDataSource pool = stage.pool(s -> s.poolSize(1).maxOverflow(0).autoCommit(false));
    Numbers numbers = Numbers.in(stage, pool);
    Connection physical;
    try (Connection connection = pool.getConnection()) {
      physical = stage.physical(connection);
      assertThat(stage.database().inTransaction(physical)).as("fresh").isFalse();
      Numbers.insert(connection, 1);
      assertThat(stage.database().inTransaction(physical)).as("used").isTrue();
    }
    assertThat(stage.database().inTransaction(physical)).as("returned").isFalse();
    assertThat(numbers.contains(1)).isFalse();
  }

  @Test
  default void everyLeaseStartsReadOnlyIfSoConfigured(Stage stage) throws SQLException {
    stage.needs(Capability.READ_ONLY);
    CenoteDataSource pool = stage.pool(s -> s.poolSize(1).maxOverflow(0).readOnly(true));
    for (int i = 0; i < 2; i++) {
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isReadOnly()).isTrue();
        connection.setReadOnly(false);
        connection.setAutoCommit(false);
        stage.query(connection);
      }
    }
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      assertThatThrownBy(
              () -> Numbers.execute(connection, "CREATE TABLE cenote_numbers (n INTEGER)"))
          .isInstanceOf(SQLException.class);
    }
    // A refusal that the settings ask for is no proof that the server has changed its role.
    stage.assertWhole(pool);
    stage.assertOpened(pool, 1);
  }

  @Test
  default void everyLeaseStartsWithTheIsolationConfigured(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(1).maxOverflow(0).isolation(Isolation.SERIALIZABLE));
    for (int i = 0; i < 3; i++) {
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      }
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void everyLeaseStartsInTheSchemaConfigured(Stage stage) throws SQLException {
    stage.needs(Capability.SCHEMA);
    String other;
    String initial;
    try (Connection direct = stage.database().connect()) {
      initial = direct.getSchema();
      other = StateContract.anotherSchema(direct);
    }
    CenoteDataSource pool = stage.pool(s -> s.poolSize(1).maxOverflow(0).schema(other));
    for (int i = 0; i < 3; i++) {
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getSchema()).isEqualTo(other);
        connection.setSchema(initial);
      }
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void theInitialStatementRunsOnceOnEachConnection(Stage stage) throws SQLException {
    stage.needs(Capability.SHARED_ROWS);
    try (Connection direct = stage.database().connect()) {
      Numbers.execute(direct, "CREATE TABLE cenote_numbers (n INTEGER NOT NULL)");
    }
    CenoteDataSource pool =
        stage.pool(s ->
            s.poolSize(1)
                .maxOverflow(0)
                .autoCommit(false)
                .initSql("INSERT INTO cenote_numbers VALUES (1)"));
    for (int i = 0; i < 3; i++) {
      try (Connection connection = pool.getConnection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM cenote_numbers")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(pool.stats().created());
      }
    }
  }
}
