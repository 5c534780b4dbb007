package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.TestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was set on a lazy connection holds for the connections that it takes, as it would there. */
@Timeout(60)
class LazyReplayTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();
  private final CenoteDataSource pool = Databases.poolOf(database).build();

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  private boolean holds() {
    return pool.stats().leased() == 1;
  }

  private static void insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (1)");
    }
  }

  @Test
  void whatWasSaidOfTheClientLastHolds() throws SQLException {
    try (Connection connection = pool.lazy().getConnection()) {
      connection.setClientInfo("ApplicationName", "first");
      connection.setClientInfo("ClientHostname", "host");
      Properties all = new Properties();
      all.setProperty("ClientUser", "user");
      connection.setClientInfo(all); // the host is gone
      all.setProperty("ClientUser", "not said");
      connection.setClientInfo("ApplicationName", "last");
      for (int i = 0; i < 2; i++) {
        try (Statement open = connection.createStatement()) {
          assertThat(open.getConnection()).isSameAs(connection);
          assertThat(fake.session(1).clientInfo())
              .containsOnly(entry("ApplicationName", "last"), entry("ClientUser", "user"));
        }
      }
    }
  }

  @Test
  void whereAConnectionBeginsInATransactionTheSettingsAreMadeBeforeIt() throws SQLException {
    try (CenoteDataSource manual = Databases.poolOf(database).autoCommit(false).build();
        Connection connection = manual.lazy().getConnection()) {
      connection.setSchema("s");
      fake.forgetCalls();
      insert(connection);
      assertThat(fake.journal().only("setAutoCommit", "setSchema", "executeUpdate").texts())
          .startsWith("setAutoCommit(true)", "setSchema(s)", "setAutoCommit(false)");
      connection.rollback();
    }
  }

  @Test
  void onPostgresqlTheIsolationMayBeSetAfterTheSchema() throws SQLException {
    try (TestDatabase postgres = Databases.postgres();
        CenoteDataSource manual = Databases.poolOf(postgres).autoCommit(false).build();
        Connection connection = manual.lazy().getConnection()) {
      connection.setSchema("pg_catalog");
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
        connection.rollback(); // which undoes what was set in the transaction
        assertThat(connection.getSchema()).isEqualTo("pg_catalog");
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      }
      connection.rollback();
    }
  }

  @Test
  void whatIsAskedOfAConnectionWithSettingsIsNotTakenForTrueOfAll() throws SQLException {
    ScopedDataSource lazy = pool.lazy();
    try (Connection one = lazy.getConnection();
        Connection two = lazy.getConnection()) {
      one.setCatalog("other"); // whose schema may be another
      fake.on("getSchema").once().returning("schema of the other");
      assertThat(one.getSchema()).isEqualTo("schema of the other");
      assertThat(two.getSchema()).isNotEqualTo("schema of the other");
    }
  }

  @Test
  void switchingAutoCommitOffTakesNothingFromWhatIsInUse() throws SQLException {
    try (Connection connection = pool.lazy().getConnection()) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isNotNull();
      assertThat(holds()).isTrue();
      connection.setAutoCommit(false);
      assertThat(holds()).isTrue();
      connection.commit();
      assertThat(holds()).isFalse();
    }
  }

  @Test
  void whatCannotBeUnwrappedHoldsNothing() throws SQLException {
    try (Connection connection = pool.lazy().getConnection()) {
      assertThatThrownBy(() -> connection.unwrap(Runnable.class)).isInstanceOf(SQLException.class);
      assertThat(holds()).isFalse();
    }
  }

  @Test
  void whatCannotBeMadeHoldsNothing() throws SQLException {
    try (Connection connection = pool.lazy().getConnection()) {
      insert(connection);
      for (String each : List.of("setSavepoint", "getTypeMap", "getMetaData")) {
        fake.on(each).always().failing("42000");
      }
      DatabaseMetaData metaData = connection.getMetaData();
      List<ThrowingCallable> refused =
          List.of(
              connection::setSavepoint,
              () -> connection.setSavepoint("s"),
              connection::createSQLXML,
              connection::createBlob,
              connection::createClob,
              connection::createNClob,
              () -> connection.createStruct("t", new Object[0]),
              () -> connection.createArrayOf("t", new Object[0]),
              connection::getTypeMap,
              metaData::getDatabaseProductName);
      for (ThrowingCallable each : refused) {
        assertThatThrownBy(each).isInstanceOf(SQLException.class);
        assertThat(holds()).isFalse();
      }
    }
  }

  @Test
  void aSavepointHoldsItUntilTheTransactionEnds() throws SQLException {
    try (Connection connection = pool.lazy().getConnection()) {
      connection.setAutoCommit(false);
      Savepoint savepoint = connection.setSavepoint();
      assertThat(holds()).isTrue();
      connection.rollback(savepoint);
      connection.releaseSavepoint(savepoint);
      assertThat(holds()).isTrue();
      connection.commit();
      assertThat(holds()).isFalse();
    }
  }
}
