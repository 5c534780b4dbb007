package dev.cenote.handle;

import dev.cenote.delegate.DelegatingConnection;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.ShardingKey;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The part of a lazy connection through which its state is set and asked for: what is set lasts for
 * its life, whichever connections it takes, and setting takes none.
 */
abstract class LazyState extends DelegatingConnection {

  /** Sets it on the connection that is held, if one is, and on those that will be taken. */
  abstract void set(String property, @Nullable Object value, LazyMemory.Setter setter)
      throws SQLException;

  /** What holds now, or will when a connection is taken. */
  abstract <T> @Nullable T get(String property, LazyView.Getter<T> getter) throws SQLException;

  /** Asks the connection that is held, or one taken for this question alone. */
  abstract <T> @Nullable T ask(LazyView.Getter<T> getter) throws SQLException;

  /** The connection that is held; null if none is. Throws if this is closed. */
  abstract @Nullable Connection heldConnection() throws SQLException;

  /** That of a type without null. */
  private <T> T value(String property, LazyView.Getter<T> getter) throws SQLException {
    T value = get(property, getter);
    if (value == null) {
      throw new IllegalStateException("bug: no value of " + property);
    }
    return value;
  }

  @Override
  public void setReadOnly(boolean on) throws SQLException {
    set(LazyMemory.READ_ONLY, on, connection -> connection.setReadOnly(on));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return value(LazyMemory.READ_ONLY, Connection::isReadOnly);
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    set("isolation", level, connection -> connection.setTransactionIsolation(level));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return value("isolation", Connection::getTransactionIsolation);
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    set("catalog", catalog, connection -> connection.setCatalog(catalog));
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    return get("catalog", Connection::getCatalog);
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    set("schema", schema, connection -> connection.setSchema(schema));
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    return get("schema", Connection::getSchema);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    set("holdability", holdability, connection -> connection.setHoldability(holdability));
  }

  @Override
  public int getHoldability() throws SQLException {
    return value("holdability", Connection::getHoldability);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int millis) throws SQLException {
    set("networkTimeout", millis, connection -> connection.setNetworkTimeout(executor, millis));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return value("networkTimeout", Connection::getNetworkTimeout);
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    set("typeMap", map, connection -> connection.setTypeMap(map));
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    try {
      set("client info " + name, value, connection -> connection.setClientInfo(name, value));
    } catch (SQLException failure) {
      throw asClientInfo(failure);
    }
  }

  @Override
  public void setClientInfo(Properties all) throws SQLClientInfoException {
    try {
      Properties said = new Properties(); // the map stays the caller's, who may change it
      all.stringPropertyNames().forEach(name -> said.setProperty(name, all.getProperty(name)));
      set("client info", said, connection -> connection.setClientInfo(said));
    } catch (SQLException failure) {
      throw asClientInfo(failure);
    }
  }

  private static SQLClientInfoException asClientInfo(SQLException failure) {
    return failure instanceof SQLClientInfoException own
        ? own
        : new SQLClientInfoException(
            failure.getMessage(), failure.getSQLState(), failure.getErrorCode(), Map.of(), failure);
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    return ask(connection -> connection.getClientInfo(name));
  }

  @Override
  public @Nullable Properties getClientInfo() throws SQLException {
    return ask(Connection::getClientInfo);
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    Connection connection = heldConnection();
    return connection == null ? null : connection.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    Connection connection = heldConnection();
    if (connection != null) {
      connection.clearWarnings();
    }
  }

  // The pool tells the driver where a request begins and ends.

  @Override
  public void beginRequest() throws SQLException {
    heldConnection();
  }

  @Override
  public void endRequest() throws SQLException {
    heldConnection();
  }

  @Override
  public @Nullable String nativeSQL(String sql) throws SQLException {
    return ask(connection -> connection.nativeSQL(sql));
  }

  // JDBC cannot tell what a sharding key was, so no other connection could stand in.

  @Override
  public void setShardingKey(ShardingKey key) throws SQLException {
    throw noShardingKey();
  }

  @Override
  public void setShardingKey(ShardingKey key, ShardingKey superKey) throws SQLException {
    throw noShardingKey();
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey key, int seconds) throws SQLException {
    throw noShardingKey();
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey key, ShardingKey superKey, int seconds)
      throws SQLException {
    throw noShardingKey();
  }

  private static SQLException noShardingKey() {
    return new SQLFeatureNotSupportedException(
        "a lazy connection has no sharding key: take one from the pool itself");
  }
}
