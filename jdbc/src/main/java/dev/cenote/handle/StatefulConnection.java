package dev.cenote.handle;

import dev.cenote.core.Lease;
import dev.cenote.delegate.DelegatingConnection;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.SessionState;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection's handle through which borrowers change the state of the session: each
 * change passes through what remembers the state before. Reading is left to the driver, which knows
 * better than any memory what SQL has changed.
 */
abstract class StatefulConnection extends DelegatingConnection {

  /** The driver's connection, for a call that begins no transaction in any driver. */
  abstract Connection quietly() throws SQLException;

  /** The lease; throws if the handle is closed. */
  abstract Lease<PhysicalConnection> leased() throws SQLException;

  /** What is known of the driver's connection. */
  abstract SessionState session();

  /** Forgets, if this lease has not done anything yet, what an earlier one was warned of. */
  abstract void beginUse() throws SQLException;

  @Override
  public void commit() throws SQLException {
    quietly();
    try {
      session().commit();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void rollback() throws SQLException {
    quietly();
    try {
      session().rollback();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setAutoCommit(boolean on) throws SQLException {
    quietly();
    try {
      session().setAutoCommit(on);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    Connection driver = quietly();
    try {
      return driver.getAutoCommit();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    leased();
    session().doubtAutoCommit();
    return super.setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    leased();
    session().doubtAutoCommit();
    return super.setSavepoint(name);
  }

  @Override
  public void setReadOnly(boolean on) throws SQLException {
    raw();
    try {
      session().setReadOnly(on);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    raw();
    try {
      session().setTransactionIsolation(level);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    raw();
    try {
      session().setCatalog(catalog);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    raw();
    try {
      session().setSchema(schema);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    raw();
    try {
      session().setHoldability(holdability);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setNetworkTimeout(Executor executor, int millis) throws SQLException {
    raw();
    try {
      session().setNetworkTimeout(executor, millis);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    raw();
    try {
      session().setTypeMap(map);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public @Nullable Map<String, Class<?>> getTypeMap() throws SQLException {
    quietly();
    try {
      return session().getTypeMap();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    try {
      raw();
      session().setClientInfo(name, value);
    } catch (SQLException | RuntimeException | Error e) {
      throw ofClientInfo(failed(e));
    }
  }

  @Override
  public void setClientInfo(Properties all) throws SQLClientInfoException {
    try {
      raw();
      session().setClientInfo(all);
    } catch (SQLException | RuntimeException | Error e) {
      throw ofClientInfo(failed(e));
    }
  }

  /** The only kind of exception that JDBC allows here. */
  private static SQLClientInfoException ofClientInfo(SQLException error) {
    return error instanceof SQLClientInfoException same
        ? same
        : new SQLClientInfoException(
            error.getMessage(), error.getSQLState(), error.getErrorCode(), Map.of(), error);
  }

  /** Warnings of this lease; of the login, if no lease has done anything before. */
  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    quietly();
    beginUse();
    try {
      return session().getWarnings();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void clearWarnings() throws SQLException {
    quietly();
    try {
      session().clearWarnings();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  // A sharding key can be set and not read: who sets one gives back a connection of no use to
  // others.

  @Override
  public void setShardingKey(@Nullable ShardingKey key) throws SQLException {
    super.setShardingKey(key);
    session().lose();
  }

  @Override
  public void setShardingKey(@Nullable ShardingKey key, @Nullable ShardingKey superKey)
      throws SQLException {
    super.setShardingKey(key, superKey);
    session().lose();
  }

  @Override
  public boolean setShardingKeyIfValid(@Nullable ShardingKey key, int seconds) throws SQLException {
    boolean set = super.setShardingKeyIfValid(key, seconds);
    session().lose();
    return set;
  }

  @Override
  public boolean setShardingKeyIfValid(
      @Nullable ShardingKey key, @Nullable ShardingKey superKey, int seconds) throws SQLException {
    boolean set = super.setShardingKeyIfValid(key, superKey, seconds);
    session().lose();
    return set;
  }

  /** The driver is about to get a text that may begin a transaction whenever it is executed. */
  private void notePrepared(String sql) throws SQLException {
    leased();
    session().prepare(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql, keys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] keys) throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql, keys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] keys) throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql, keys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql, type, concurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    notePrepared(sql);
    return super.prepareStatement(sql, type, concurrency, holdability);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    notePrepared(sql);
    return super.prepareCall(sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    notePrepared(sql);
    return super.prepareCall(sql, type, concurrency);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    notePrepared(sql);
    return super.prepareCall(sql, type, concurrency, holdability);
  }
}
