package dev.cenote.physical;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that JDBC lets a borrower change on a connection, with how to read it and put it back.
 * The order is that of the reset.
 */
@SuppressWarnings("EnumOrdinal") // a bit in a word that lives in one JVM and is never stored
enum SessionProperty {
  NETWORK_TIMEOUT(false) {
    @Override
    Object read(Connection raw, Product product) throws SQLException {
      return raw.getNetworkTimeout();
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      raw.setNetworkTimeout(Runnable::run, value == null ? 0 : (Integer) value);
    }
  },

  READ_ONLY(true) {
    @Override
    Object read(Connection raw, Product product) throws SQLException {
      return raw.isReadOnly();
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      raw.setReadOnly(Boolean.TRUE.equals(value));
    }
  },

  ISOLATION(true) {
    @Override
    Object read(Connection raw, Product product) throws SQLException {
      return raw.getTransactionIsolation();
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      raw.setTransactionIsolation(value == null ? 0 : (Integer) value);
    }
  },

  CATALOG(true) {
    @Override
    @Nullable Object read(Connection raw, Product product) throws SQLException {
      return raw.getCatalog();
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      raw.setCatalog((String) value);
    }
  },

  /**
   * PostgreSQL's {@code getSchema} tells only the first schema of the search path that exists, and
   * {@code setSchema} replaces the whole path: the path itself is what must be remembered.
   */
  SCHEMA(true) {
    @Override
    @Nullable Object read(Connection raw, Product product) throws SQLException {
      if (product != Product.POSTGRESQL) {
        return raw.getSchema();
      }
      try (Statement statement = raw.createStatement();
          ResultSet path = statement.executeQuery("SHOW search_path")) {
        return path.next() ? path.getString(1) : null;
      }
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      if (product != Product.POSTGRESQL || value == null) {
        raw.setSchema((String) value);
        return;
      }
      try (PreparedStatement statement =
          raw.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
        statement.setString(1, (String) value);
        statement.execute();
      }
    }
  },

  HOLDABILITY(false) {
    @Override
    Object read(Connection raw, Product product) throws SQLException {
      return raw.getHoldability();
    }

    @Override
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      raw.setHoldability(value == null ? 0 : (Integer) value);
    }
  },

  /** The driver's map may be changed in place, so a copy is remembered and a copy given back. */
  TYPE_MAP(false) {
    @Override
    @Nullable Object read(Connection raw, Product product) throws SQLException {
      Map<String, Class<?>> map = raw.getTypeMap();
      return map == null ? null : Map.copyOf(map);
    }

    /** A borrower who only looked at the map may have changed it; the driver may take none. */
    @Override
    @SuppressWarnings("unchecked") // what read() returned
    void write(Connection raw, Product product, @Nullable Object value) throws SQLException {
      try {
        raw.setTypeMap(value == null ? null : new HashMap<>((Map<String, Class<?>>) value));
      } catch (Throwable failure) {
        if (!Refusal.is(failure) || !Objects.equals(value, read(raw, product))) {
          throw failure;
        }
      }
    }
  };

  private final boolean lastingOnlyOnCommit;

  SessionProperty(boolean lastingOnlyOnCommit) {
    this.lastingOnlyOnCommit = lastingOnlyOnCommit;
  }

  /** What the driver says it is; may cost a round trip. */
  abstract @Nullable Object read(Connection raw, Product product) throws SQLException;

  abstract void write(Connection raw, Product product, @Nullable Object value) throws SQLException;

  /**
   * Whether it lives on the server, where a rollback may undo a change that was made inside the
   * transaction.
   */
  boolean lastsOnlyOnCommit() {
    return lastingOnlyOnCommit;
  }

  int bit() {
    return 1 << ordinal();
  }
}
