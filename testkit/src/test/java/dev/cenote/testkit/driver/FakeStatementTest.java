package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeStatementTest {

  private final FakeDatabase database = FakeDatabase.create();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = database.dataSource().getConnection();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aQueryYieldsOneRowWithTheNumberOne() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(1);
      assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("one");
      assertThatThrownBy(() -> rows.getInt(1)).isInstanceOf(SQLException.class);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.getLong("one")).isEqualTo(1);
      assertThat(rows.getString(1)).isEqualTo("1");
      assertThat(rows.wasNull()).isFalse();
      assertThat(rows.next()).isFalse();
      assertThat(rows.getStatement()).isSameAs(statement);
    }
  }

  @Test
  void aPreparedStatementTakesParametersAndExecutes() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE users SET a = ?", Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, "x");
      assertThat(statement.executeUpdate()).isEqualTo(1);
      assertThat(statement.getGeneratedKeys().next()).isFalse();
      statement.addBatch();
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1, 1);
    }
    assertThat(database.committedStatements()).hasSize(3);
  }

  @Test
  void aQueryIsNoUpdateAndAnUpdateNoQuery() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("DELETE FROM users"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.executeUpdate("SELECT 1"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void settingsAreKeptAndReadBack() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.getQueryTimeout()).isZero();
      statement.setQueryTimeout(5);
      statement.setPoolable(true);

      assertThat(statement.getQueryTimeout()).isEqualTo(5);
      assertThat(statement.isPoolable()).isTrue();
      assertThatObject(statement.getWarnings()).isNull();
      assertThat(statement.getConnection()).isSameAs(connection);
    }
  }

  @Test
  void aStatementEndsWithItsCloseAndItsResultSetWithIt() throws SQLException {
    FakeSession session = database.sessionOf(connection);
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("SELECT 1");
    assertThat(session.openStatements()).isEqualTo(1);

    statement.close();
    statement.close();

    assertThat(session.openStatements()).isZero();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(() -> statement.execute("SELECT 1"))
        .hasFieldOrPropertyWithValue("SQLState", "55000");
    assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "24000");
  }

  @Test
  void closingTheConnectionEndsItsStatements() throws SQLException {
    Statement statement = connection.createStatement();
    connection.close();

    assertThat(statement.isClosed()).isTrue();
    assertThat(database.session(1).openStatements()).isZero();
    statement.close();
  }

  @Test
  void defaultMethodsOfTheInterfaceWork() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.enquoteLiteral("it's")).isEqualTo("'it''s'");
    }
  }
}
