package dev.cenote.testkit.jdbc;

import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change that a borrower can make to the session by JDBC, and how to see it. */
enum SessionChange {
  AUTO_COMMIT(null, "setAutoCommit(true)") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.getAutoCommit();
    }
  },

  READ_ONLY(Capability.READ_ONLY, "setReadOnly(false)", "clearWarnings()") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setReadOnly(true);
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.isReadOnly();
    }
  },

  ISOLATION(null, "setTransactionIsolation(2)", "clearWarnings()") {
    @Override
    void make(Connection connection) throws SQLException {
      int other =
          connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE
              ? Connection.TRANSACTION_READ_UNCOMMITTED
              : Connection.TRANSACTION_SERIALIZABLE;
      connection.setTransactionIsolation(other);
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.getTransactionIsolation();
    }
  },

  SCHEMA(Capability.SCHEMA, "setSchema(public)", "clearWarnings()") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setSchema("INFORMATION_SCHEMA");
    }

    @Override
    @Nullable Object seen(Connection connection) throws SQLException {
      return connection.getSchema();
    }

    @Override
    void makeOn(TestDatabase database, Connection connection) throws SQLException {
      // PostgreSQL keeps unquoted names in lower case, H2 in upper case.
      connection.setSchema(
          database.name().equals("H2") ? "INFORMATION_SCHEMA" : "information_schema");
    }
  },

  HOLDABILITY(Capability.HOLDABILITY, "setHoldability(2)") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setHoldability(
          connection.getHoldability() == ResultSet.HOLD_CURSORS_OVER_COMMIT
              ? ResultSet.CLOSE_CURSORS_AT_COMMIT
              : ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.getHoldability();
    }
  },

  NETWORK_TIMEOUT(Capability.NETWORK_TIMEOUT, "setNetworkTimeout(0)") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, 77_000);
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.getNetworkTimeout();
    }
  },

  CLIENT_INFO(Capability.CLIENT_INFO, "setClientInfo(ApplicationName, null)", "clearWarnings()") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setClientInfo("ApplicationName", "borrower");
    }

    @Override
    @Nullable Object seen(Connection connection) throws SQLException {
      return connection.getClientInfo("ApplicationName");
    }
  },

  OPEN_TRANSACTION(null, "rollback()", "setAutoCommit(true)") {
    @Override
    void make(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
    }

    @Override
    Object seen(Connection connection) throws SQLException {
      return connection.getAutoCommit();
    }
  };

  private final @Nullable Capability needed;
  private final List<String> undoing;

  SessionChange(@Nullable Capability needed, String... undoing) {
    this.needed = needed;
    this.undoing = List.of(undoing);
  }

  abstract void make(Connection connection) throws SQLException;

  void makeOn(TestDatabase database, Connection connection) throws SQLException {
    make(connection);
  }

  /** What the next borrower must see as it was; reading it may begin a transaction. */
  abstract @Nullable Object seen(Connection connection) throws SQLException;

  boolean isPossibleOn(TestDatabase database) {
    return needed == null || database.can(needed);
  }

  /** The calls with which the pool undoes it on the fake driver: these and no others. */
  List<String> undoing() {
    return undoing;
  }

  /** The type map, which few real drivers keep, is tested on the fake driver alone. */
  static Map<String, Class<?>> someTypeMap() {
    return Map.of("point", String.class);
  }
}
