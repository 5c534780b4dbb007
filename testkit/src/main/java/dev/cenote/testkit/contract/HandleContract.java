package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.Capability;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a borrower touches: handles that lead to each other, never past the pool. */
public interface HandleContract extends ContractTopic {

  @Test
  default void everythingOpenedLeadsBackToTheHandle(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement(stage.database().query());
        ResultSet rows = statement.executeQuery(stage.database().query());
        ResultSet preparedRows = prepared.executeQuery()) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(prepared.getConnection()).isSameAs(connection);
      assertThat(rows.getStatement()).isSameAs(statement);
      assertThat(preparedRows.getStatement()).isSameAs(prepared);
      assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
    }
  }

  @Test
  default void theCurrentResultOfAStatementLeadsBackToIt(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute(stage.database().query())).isTrue();
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(rows.getStatement()).isSameAs(statement);
      }
    }
  }

  @Test
  default void rowsThatDescribeTheDatabaseLeadBackToTheHandle(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection();
        ResultSet rows = tableTypes(connection.getMetaData())) {
      Statement statement = rows.getStatement();
      if (statement != null) {
        assertThat(statement.getConnection()).isSameAs(connection);
      }
    }
  }

  private static ResultSet tableTypes(DatabaseMetaData metaData) throws SQLException {
    try {
      return metaData.getTableTypes();
    } catch (SQLFeatureNotSupportedException e) {
      Assumptions.abort("the driver describes nothing: " + e.getMessage());
      throw e;
    }
  }

  @Test
  default void aHandleUnwrapsToItselfAndToTheDriversConnection(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Class<?> drivers = stage.driversConnection();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isWrapperFor(Connection.class)).isTrue();
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(drivers)).isTrue();
      assertThat(connection.unwrap(drivers)).isInstanceOf(drivers).isNotSameAs(connection);
      assertThat(connection.isWrapperFor(Runnable.class)).isFalse();
      assertThatThrownBy(() -> connection.unwrap(Runnable.class))
          .as("what the driver throws") // SQLite's: no SQLException
          .isInstanceOf(Exception.class);
      stage.query(connection);
    }
  }

  @Test
  default void handlesAreComparedByIdentity(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection first = pool.getConnection();
    int hash = first.hashCode();
    first.close();
    try (Connection second = pool.getConnection()) {
      assertThat(second).isNotEqualTo(first).isEqualTo(second);
      assertThat(first.hashCode()).isEqualTo(hash);
    }
  }

  @Test
  default void closingAConnectionClosesWhatWasOpenedOnIt(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement(stage.database().query());
    ResultSet rows = statement.executeQuery(stage.database().query());
    ResultSet preparedRows = prepared.executeQuery();
    Statement driversStatement = (Statement) statement.unwrap(driversClass(stage, statement));
    ResultSet driversRows = (ResultSet) rows.unwrap(driversClass(stage, rows));

    connection.close();

    assertThat(statement.isClosed()).isTrue();
    assertThat(prepared.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThat(preparedRows.isClosed()).isTrue();
    assertThat(driversStatement.isClosed()).as("the driver's statement").isTrue();
    if (stage.database().can(Capability.CLOSED_ROWS)) {
      assertThat(driversRows.isClosed()).as("the driver's rows").isTrue();
    }
    stage.assertOpened(pool, 1);
  }

  /** The class of what the driver makes in the place of this handle. */
  private static Class<?> driversClass(Stage stage, Object handle) throws SQLException {
    try (Connection direct = stage.database().connect();
        Statement statement = direct.createStatement();
        ResultSet rows = statement.executeQuery(stage.database().query())) {
      return handle instanceof ResultSet ? rows.getClass() : statement.getClass();
    }
  }

  @Test
  default void everythingClosedWithItsConnectionStaysSoAndHarmsNoOther(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement(stage.database().query());
    ResultSet rows = prepared.executeQuery();
    DatabaseMetaData metaData = connection.getMetaData();
    connection.close();
    try (Connection next = pool.getConnection();
        Statement nextStatement = next.createStatement();
        ResultSet nextRows = nextStatement.executeQuery(stage.database().query())) {
      assertAllRefused(Statement.class, statement, "close", "isClosed", "unwrap", "isWrapperFor");
      assertAllRefused(
          PreparedStatement.class, prepared, "close", "isClosed", "unwrap", "isWrapperFor");
      assertAllRefused(ResultSet.class, rows, "close", "isClosed", "unwrap", "isWrapperFor");
      assertAllRefused(DatabaseMetaData.class, metaData, "unwrap", "isWrapperFor");
      statement.close();
      prepared.close();
      rows.close();
      assertThat(nextRows.next()).isTrue();
    }
    stage.assertOpened(pool, 1);
  }

  private static void assertAllRefused(Class<?> type, Object stale, String... allowed) {
    assertThat(EveryCall.of(type).failuresOn(stale, allowed))
        .isNotEmpty()
        .allSatisfy((call, failure) ->
            assertThat(failure)
                .as(call)
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08003"));
  }

  @Test
  default void aClosedStatementIsRefusedWhileItsConnectionGoesOn(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection()) {
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery(stage.database().query());
      statement.close();
      statement.close();
      assertThat(statement.isClosed()).isTrue();
      if (stage.database().can(Capability.CLOSED_ROWS)) {
        assertThat(rows.isClosed()).isTrue();
      }
      assertThatThrownBy(() -> statement.executeQuery(stage.database().query()))
          .isInstanceOf(SQLException.class);
      stage.query(connection);
    }
  }

  @Test
  default void manyStatementsLeftOpenInAnyOrderAreAllClosed(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    Class<?> drivers = driversClass(stage, connection);
    List<Statement> atDriver = new ArrayList<>();
    List<Statement> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Statement handle = connection.createStatement();
      handles.add(handle);
      atDriver.add((Statement) handle.unwrap(drivers));
    }
    for (int i = 0; i < 100; i += 3) {
      handles.get((i * 37) % 100).close();
    }

    connection.close();

    for (Statement statement : atDriver) {
      assertThat(statement.isClosed()).isTrue();
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aBorrowersMistakeInSqlCostsNoConnection(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      try {
        boolean unused = statement.execute("SELEKT FROM WHERE");
      } catch (SQLException refused) {
        assertThat(refused.getSQLState()).isNotEqualTo("08003");
      }
    }
    assertThatCode(() -> stage.assertWhole(pool)).doesNotThrowAnyException();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void whoOnlyLooksAtTheStateCostsNoConnection(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(1, 0);
    for (int time = 0; time < 2; time++) {
      try (Connection connection = pool.getConnection()) {
        for (Method method : Connection.class.getMethods()) {
          if (method.getParameterCount() == 0 && method.getName().matches("(get|is).*")) {
            lookAt(connection, method);
          }
        }
      }
    }
    stage.assertWhole(pool);
    stage.assertOpened(pool, 1);
  }

  private static void lookAt(Connection connection, Method getter) throws IllegalAccessException {
    try {
      Object unused = getter.invoke(connection);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).as(getter.getName()).isInstanceOf(SQLException.class);
    }
  }
}
