package dev.cenote.testkit.jdbc;

import static dev.cenote.testkit.contract.Numbers.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.List;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbc.JdbcResultSet;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody has of the driver's by way of a lazy connection holds it until close. */
@Timeout(60)
class LazyUnwrapTest {

  /** Makes something of a connection, and what is to be closed for it to be gone. */
  private interface Maker {
    Made of(Connection connection) throws SQLException;
  }

  private record Made(Wrapper made, Statement statement) {}

  private static Made statement(Statement statement) {
    return new Made(statement, statement);
  }

  static List<Named<Maker>> makers() {
    return List.of(
        Named.of("statement", connection -> statement(connection.createStatement())),
        Named.of("prepared", connection -> statement(connection.prepareStatement("SELECT 1"))),
        Named.of("call", connection -> statement(connection.prepareCall("SELECT 1"))),
        Named.of(
            "rows",
            connection -> {
              Statement statement = connection.createStatement();
              return new Made(statement.executeQuery("SELECT 1"), statement);
            }));
  }

  @ParameterizedTest
  @MethodSource("makers")
  void whatWasUnwrappedHoldsItUntilCloseAndWhatCannotBeHoldsNothing(Maker maker)
      throws SQLException {
    try (FakeTestDatabase database = FakeTestDatabase.create();
        CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection lazy = pool.lazy().getConnection()) {
        Made refused = maker.of(lazy);
        assertThatThrownBy(() -> refused.made().unwrap(Runnable.class))
            .isInstanceOf(SQLException.class);
        assertThat(refused.made().unwrap(Wrapper.class)).isSameAs(refused.made());
        refused.statement().close();
        assertThat(pool.stats().leased()).isZero();

        Made unwrapped = maker.of(lazy);
        assertThat(unwrapped.made().unwrap(FakeSession.class)).isNotNull();
        unwrapped.statement().close();
        assertThat(pool.stats().leased()).isEqualTo(1);
      }
      assertThat(pool.stats().leased()).isZero();
    }
  }

  @Test
  void unwrappedMetaDataHoldsItBeyondTheTransaction() throws SQLException {
    try (FakeTestDatabase database = FakeTestDatabase.create();
        CenoteDataSource pool = Databases.poolOf(database).build();
        Connection lazy = pool.lazy().getConnection()) {
      lazy.setAutoCommit(false);
      DatabaseMetaData metaData = lazy.getMetaData();
      assertThatThrownBy(() -> metaData.unwrap(Runnable.class)).isInstanceOf(SQLException.class);
      lazy.commit();
      assertThat(pool.stats().leased()).isZero();
      assertThat(metaData.unwrap(FakeSession.class)).isNotNull();
      lazy.commit();
      assertThat(pool.stats().leased()).isEqualTo(1);
    }
  }

  @Test
  void whatIsDoneByTheDriversOwnStatementOrRowsIsCommitted() throws SQLException {
    try (H2Database database = H2Database.named();
        Connection other = database.connect()) {
      execute(other, "CREATE TABLE cenote_numbers (n INT PRIMARY KEY)");
      try (CenoteDataSource pool = Databases.poolOf(database).build();
          Connection lazy = pool.lazy().getConnection()) {
        lazy.setAutoCommit(false);
        try (PreparedStatement insert =
            lazy.prepareStatement("INSERT INTO cenote_numbers VALUES (1)")) {
          assertThat(insert.unwrap(JdbcPreparedStatement.class).executeUpdate()).isEqualTo(1);
        }
        lazy.commit();
        try (Statement statement =
                lazy.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet rows = statement.executeQuery("SELECT n FROM cenote_numbers")) {
          JdbcResultSet drivers = rows.unwrap(JdbcResultSet.class);
          lazy.commit();
          drivers.moveToInsertRow();
          drivers.updateInt(1, 10);
          drivers.insertRow();
        }
        lazy.commit();
      }
      try (Statement statement = other.createStatement();
          ResultSet sum = statement.executeQuery("SELECT SUM(n) FROM cenote_numbers")) {
        sum.next();
        assertThat(sum.getInt(1)).isEqualTo(11);
      }
    }
  }
}
