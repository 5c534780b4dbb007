package dev.cenote.testkit.jdbc;

import dev.cenote.testkit.contract.StateContract;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * A change that a borrower can make to the session by JDBC, how to see it, and the calls that undo
 * it on the fake driver: these and no others.
 */
enum SessionChange {
  AUTO_COMMIT(Capability.values(), "setAutoCommit(true)") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setAutoCommit(!connection.getAutoCommit());
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getAutoCommit();
    }
  },

  READ_ONLY(only(Capability.READ_ONLY), "setReadOnly(false)", "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setReadOnly(true);
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.isReadOnly();
    }
  },

  ISOLATION(Capability.values(), "setTransactionIsolation(2)", "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      int other =
          connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE
              ? Connection.TRANSACTION_READ_UNCOMMITTED
              : Connection.TRANSACTION_SERIALIZABLE;
      connection.setTransactionIsolation(other);
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getTransactionIsolation();
    }
  },

  CATALOG(only(Capability.CATALOG), "setCatalog(fake)", "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setCatalog("information_schema");
    }

    @Override
    @Nullable Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getCatalog();
    }
  },

  SCHEMA(only(Capability.SCHEMA), "setSchema(public)", "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setSchema(StateContract.anotherSchema(connection));
    }

    @Override
    @Nullable Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getSchema();
    }
  },

  HOLDABILITY(only(Capability.HOLDABILITY), "setHoldability(2)") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setHoldability(
          connection.getHoldability() == ResultSet.HOLD_CURSORS_OVER_COMMIT
              ? ResultSet.CLOSE_CURSORS_AT_COMMIT
              : ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getHoldability();
    }
  },

  NETWORK_TIMEOUT(only(Capability.NETWORK_TIMEOUT), "setNetworkTimeout(0)") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, 77_000);
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      try {
        return connection.getNetworkTimeout();
      } catch (SQLException refused) {
        return "not told";
      }
    }
  },

  CLIENT_INFO(
      only(Capability.CLIENT_INFO), "setClientInfo(ApplicationName, null)", "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setClientInfo("ApplicationName", "borrower");
    }

    @Override
    @Nullable Object seen(TestDatabase database, Connection connection) throws SQLException {
      return connection.getClientInfo("ApplicationName");
    }
  },

  TYPE_MAP(only(), "setTypeMap({})") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setTypeMap(Map.of("point", String.class));
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      Map<String, Class<?>> map = connection.getTypeMap();
      return map == null ? Map.of() : Map.copyOf(map);
    }
  },

  /** PostgreSQL's driver warns of a client info that it does not know. */
  WARNINGS(only(), "clearWarnings()") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      if (database instanceof FakeTestDatabase fake) {
        fake.fake().sessionOf(connection).warn(new SQLWarning("mind the step"));
      } else if (database.name().equals("PostgreSQL")) {
        connection.setClientInfo("nobody knows this", "value");
      } else {
        Assumptions.abort(database.name() + ": nothing is known that makes its connection warn");
      }
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      SQLWarning first = connection.getWarnings();
      return first == null ? "no warning" : String.valueOf(first.getMessage());
    }
  },

  OPEN_TRANSACTION(Capability.values(), "rollback()", "setAutoCommit(true)") {
    @Override
    void make(TestDatabase database, Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("INSERT INTO " + TABLE + " VALUES (1)");
      }
    }

    @Override
    Object seen(TestDatabase database, Connection connection) throws SQLException {
      if (database instanceof FakeTestDatabase fake) {
        return fake.fake().sessionOf(connection).uncommitted();
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + TABLE)) {
        return rows.next() ? rows.getInt(1) + " rows" : "none";
      }
    }
  };

  /** Every database of the matrix has it, with one number in each row. */
  static final String TABLE = "matrix_rows";

  private final List<Capability> proving;
  private final List<String> undoing;

  /**
   * @param proving a database that has one of these must know the change
   */
  SessionChange(Capability[] proving, String... undoing) {
    this.proving = List.of(proving);
    this.undoing = List.of(undoing);
  }

  private static Capability[] only(Capability... these) {
    return these;
  }

  abstract void make(TestDatabase database, Connection connection) throws SQLException;

  /** What the next borrower must see as it was; reading it may begin a transaction. */
  abstract @Nullable Object seen(TestDatabase database, Connection connection) throws SQLException;

  /**
   * Makes the change and sees it. If the database has no such thing the test is skipped with the
   * reason, unless the database claims to have it.
   */
  void makeOrSkip(TestDatabase database, Connection connection) throws SQLException {
    Object before = seen(database, connection);
    try {
      make(database, connection);
    } catch (TestAbortedException lacking) {
      Assertions.assertThat(mustBeKnownTo(database)).as(lacking.getMessage()).isFalse();
      throw lacking;
    } catch (SQLException | RuntimeException refused) {
      if (mustBeKnownTo(database)) {
        throw refused;
      }
      Assumptions.abort(database.name() + " refuses " + this + ": " + refused.getMessage());
    }
    if (mustBeKnownTo(database)) {
      Assertions.assertThat(seen(database, connection)).as("changed").isNotEqualTo(before);
    } else {
      Assumptions.assumeFalse(
          Objects.equals(seen(database, connection), before),
          () -> database.name() + " takes " + this + " and changes nothing");
    }
  }

  /** The fake has everything, so no change can be skipped on all of them. */
  private boolean mustBeKnownTo(TestDatabase database) {
    return database instanceof FakeTestDatabase || proving.stream().anyMatch(database::can);
  }

  List<String> undoing() {
    return undoing;
  }
}
