package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What one borrower changed through JDBC the next one never sees, on the same connection. */
public interface StateContract extends ContractTopic {

  /** One of these is there, and nobody starts in it; the last is Derby's. */
  Set<String> SCHEMAS_OF_EVERY_DATABASE = Set.of("INFORMATION_SCHEMA", "SYSCS_UTIL");

  @Test
  default void autoCommitIsPutBack(Stage stage) throws SQLException {
    assertPutBack(stage, Connection::getAutoCommit, connection -> connection.setAutoCommit(false));
  }

  @Test
  default void autoCommitIsPutBackAfterWork(Stage stage) throws SQLException {
    assertPutBack(
        stage,
        Connection::getAutoCommit,
        connection -> {
          connection.setAutoCommit(false);
          stage.query(connection);
        });
  }

  @Test
  default void readOnlyIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.READ_ONLY);
    assertPutBack(stage, Connection::isReadOnly, connection -> connection.setReadOnly(true));
  }

  @Test
  default void afterAReadOnlyBorrowerTheNextOneMayWrite(Stage stage) throws SQLException {
    stage.needs(Capability.READ_ONLY);
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      stage.query(connection);
    }
    try (Connection connection = pool.getConnection()) {
      Numbers.insert(connection, 1);
    }
    assertThat(numbers.contains(1)).isTrue();
    stage.assertOpened(pool, 1);
  }

  @Test
  default void theIsolationIsPutBack(Stage stage) throws SQLException {
    assertPutBack(
        stage,
        Connection::getTransactionIsolation,
        connection ->
            Assumptions.assumeTrue(
                changeIsolation(connection), "the database knows one isolation only"));
  }

  /** Changes the isolation; says whether the database knows another. */
  private static boolean changeIsolation(Connection connection) throws SQLException {
    int[] levels = {
      Connection.TRANSACTION_SERIALIZABLE,
      Connection.TRANSACTION_READ_UNCOMMITTED,
      Connection.TRANSACTION_READ_COMMITTED
    };
    int present = connection.getTransactionIsolation();
    for (int level : levels) {
      if (level != present) {
        try {
          connection.setTransactionIsolation(level);
          return true;
        } catch (SQLException unknown) {
          assertThat(connection.getTransactionIsolation()).isEqualTo(present);
        }
      }
    }
    return false;
  }

  @Test
  default void theSchemaIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.SCHEMA);
    assertPutBack(
        stage,
        Connection::getSchema,
        connection -> connection.setSchema(anotherSchema(connection)));
  }

  @Test
  default void aSchemaSetInATransactionIsPutBackHoweverThatEnded(Stage stage) throws SQLException {
    stage.needs(Capability.SCHEMA);
    for (Ending ending : Ending.values()) {
      assertPutBack(
          stage,
          Connection::getSchema,
          connection -> {
            connection.setAutoCommit(false);
            stage.query(connection);
            connection.setSchema(anotherSchema(connection));
            assertThat(connection.getSchema()).isEqualTo(anotherSchema(connection));
            ending.of(connection);
          },
          false);
    }
  }

  @Test
  default void aSchemaSetBackInATransactionThatIsRolledBackIsPutBackAllTheSame(Stage stage)
      throws SQLException {
    stage.needs(Capability.SCHEMA);
    assertPutBack(
        stage,
        Connection::getSchema,
        connection -> {
          String initial = connection.getSchema();
          connection.setSchema(anotherSchema(connection));
          connection.setAutoCommit(false);
          stage.query(connection);
          connection.setSchema(initial); // undone by the rollback to come
        },
        false);
  }

  /** A schema that is not the present one. */
  static String anotherSchema(Connection connection) throws SQLException {
    try (ResultSet schemas = connection.getMetaData().getSchemas()) {
      while (schemas.next()) {
        String schema = schemas.getString("TABLE_SCHEM");
        if (SCHEMAS_OF_EVERY_DATABASE.contains(schema.toUpperCase(Locale.ROOT))) {
          return schema;
        }
      }
    } catch (SQLFeatureNotSupportedException e) {
      return "elsewhere"; // a driver that describes nothing takes any
    }
    return Assumptions.abort("there is no other schema");
  }

  @Test
  default void theCatalogIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.CATALOG);
    assertPutBack(
        stage,
        Connection::getCatalog,
        connection -> connection.setCatalog(anotherCatalog(connection)));
  }

  @Test
  default void aCatalogSetInATransactionIsPutBackHoweverThatEnded(Stage stage) throws SQLException {
    stage.needs(Capability.CATALOG);
    for (Ending ending : Ending.values()) {
      assertPutBack(
          stage,
          Connection::getCatalog,
          connection -> {
            connection.setAutoCommit(false);
            stage.query(connection);
            connection.setCatalog(anotherCatalog(connection));
            ending.of(connection);
          },
          false);
    }
  }

  /** A catalog that is not the present one. */
  static String anotherCatalog(Connection connection) throws SQLException {
    String present = connection.getCatalog();
    try (ResultSet catalogs = connection.getMetaData().getCatalogs()) {
      while (catalogs.next()) {
        String catalog = catalogs.getString("TABLE_CAT");
        if (!catalog.equals(present)) {
          return catalog;
        }
      }
    } catch (SQLFeatureNotSupportedException e) {
      return "elsewhere"; // a driver that describes nothing takes any
    }
    return Assumptions.abort("there is no other catalog");
  }

  @Test
  default void theHoldabilityIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.HOLDABILITY);
    assertPutBack(
        stage,
        Connection::getHoldability,
        connection ->
            connection.setHoldability(
                connection.getHoldability() == ResultSet.HOLD_CURSORS_OVER_COMMIT
                    ? ResultSet.CLOSE_CURSORS_AT_COMMIT
                    : ResultSet.HOLD_CURSORS_OVER_COMMIT));
  }

  @Test
  default void theNetworkTimeoutIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.NETWORK_TIMEOUT);
    assertPutBack(
        stage,
        Connection::getNetworkTimeout,
        connection -> connection.setNetworkTimeout(Runnable::run, 12_345));
  }

  @Test
  default void theClientInfoIsPutBack(Stage stage) throws SQLException {
    stage.needs(Capability.CLIENT_INFO);
    assertPutBack(
        stage,
        connection -> connection.getClientInfo("ApplicationName"),
        connection -> connection.setClientInfo("ApplicationName", "somebody"));
  }

  @Test
  default void clientInfoSetInATransactionIsPutBackHoweverThatEnded(Stage stage)
      throws SQLException {
    stage.needs(Capability.CLIENT_INFO);
    for (Ending ending : Ending.values()) {
      assertPutBack(
          stage,
          connection -> connection.getClientInfo("ApplicationName"),
          connection -> {
            connection.setAutoCommit(false);
            connection.setClientInfo("ApplicationName", "somebody");
            stage.query(connection);
            ending.of(connection);
          },
          false);
    }
  }

  @Test
  default void theTypeMapIsPutBack(Stage stage) throws SQLException {
    assertPutBack(
        stage,
        StateContract::typeMap,
        connection -> {
          try {
            connection.setTypeMap(new HashMap<>(Map.of("something", String.class)));
          } catch (SQLFeatureNotSupportedException e) {
            Assumptions.abort("the driver has no type map");
          }
        });
  }

  @Test
  default void aTypeMapThatWasChangedInPlaceIsPutBack(Stage stage) throws SQLException {
    assertPutBack(
        stage,
        StateContract::typeMap,
        connection -> {
          Map<String, Class<?>> map = connection.getTypeMap();
          Assumptions.assumeTrue(map != null, "the driver has no type map");
          try {
            Objects.requireNonNull(map).put("something", String.class);
          } catch (UnsupportedOperationException fixed) {
            Assumptions.abort("the driver gives a map that cannot be changed");
          }
          Assumptions.assumeFalse(typeMap(connection).isEmpty(), "the driver gives a copy");
        });
  }

  private static Map<String, Class<?>> typeMap(Connection connection) throws SQLException {
    Map<String, Class<?>> map = connection.getTypeMap();
    return map == null ? Map.of() : Map.copyOf(map);
  }

  @Test
  default void warningsAreNotPassedOn(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    for (int i = 0; i < 3; i++) {
      try (Connection connection = pool.getConnection()) {
        stage.query(connection);
        assertThat((Throwable) connection.getWarnings()).isNull();
        connection.setAutoCommit(false);
      }
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void everythingAtOnceInsideATransactionIsPutBack(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    Map<String, Object> initial;
    try (Connection connection = pool.getConnection()) {
      initial = snapshot(stage, connection);
      boolean unused = changeIsolation(connection);
      connection.setAutoCommit(false);
      if (stage.database().can(Capability.NETWORK_TIMEOUT)) {
        connection.setNetworkTimeout(Runnable::run, 1_000);
      }
      if (stage.database().can(Capability.CLIENT_INFO)) {
        connection.setClientInfo("ApplicationName", "somebody");
      }
      Numbers.insert(connection, 1);
      if (stage.database().can(Capability.SCHEMA)) {
        connection.setSchema(anotherSchema(connection));
      }
      assertThat(snapshot(stage, connection)).isNotEqualTo(initial);
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(snapshot(stage, connection)).isEqualTo(initial);
    }
    assertThat(numbers.contains(1)).isFalse();
    stage.assertOpened(pool, 1);
  }

  private static Map<String, Object> snapshot(Stage stage, Connection connection)
      throws SQLException {
    Map<String, Object> state = new HashMap<>();
    state.put("autoCommit", connection.getAutoCommit());
    state.put("readOnly", connection.isReadOnly());
    state.put("isolation", connection.getTransactionIsolation());
    state.put("catalog", String.valueOf(connection.getCatalog()));
    state.put("schema", String.valueOf(connection.getSchema()));
    state.put("holdability", connection.getHoldability());
    if (stage.database().can(Capability.NETWORK_TIMEOUT)) {
      state.put("networkTimeout", connection.getNetworkTimeout());
    }
    return state;
  }

  /** How a borrower ends a transaction, or does not. */
  enum Ending {
    LEFT_OPEN,
    COMMITTED,
    ROLLED_BACK;

    void of(Connection connection) throws SQLException {
      if (this == COMMITTED) {
        connection.commit();
      } else if (this == ROLLED_BACK) {
        connection.rollback();
      }
    }
  }

  /** Reads one thing of a connection's state. */
  @FunctionalInterface
  interface Reading<T> {
    @Nullable T of(Connection connection) throws SQLException;
  }

  /** Changes it. */
  @FunctionalInterface
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  private static <T> void assertPutBack(Stage stage, Reading<T> reading, Change change)
      throws SQLException {
    assertPutBack(stage, reading, change, true);
  }

  /** Twice, since the second time the pool knows the initial value already. */
  private static <T> void assertPutBack(
      Stage stage, Reading<T> reading, Change change, boolean visible) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    for (int time = 1; time <= 2; time++) {
      T before;
      try (Connection first = pool.getConnection()) {
        before = reading.of(first);
        change.on(first);
        if (visible) {
          assertThatObject(reading.of(first)).as("changed").isNotEqualTo(before);
        }
      }
      try (Connection second = pool.getConnection()) {
        assertThatObject(reading.of(second)).as("for the next borrower").isEqualTo(before);
      }
    }
    stage.assertOpened(pool, 1);
    pool.close();
  }
}
