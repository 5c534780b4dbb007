package dev.cenote.handle;

import dev.cenote.delegate.DelegatingCallableStatement;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A callable statement of a connection's handle. */
final class CenoteCallableStatement extends DelegatingCallableStatement implements StatementHandle {

  private final CenoteConnection connection;
  private @Nullable CallableStatement driver;
  private @Nullable Tracked older;
  private boolean closesOnCompletion;

  CenoteCallableStatement(CenoteConnection connection, CallableStatement driver) {
    this.connection = connection;
    this.driver = driver;
  }

  @Override
  protected CallableStatement raw() throws SQLException {
    connection.raw();
    CallableStatement open = driver;
    if (open == null) {
      throw StatementHandle.alreadyClosed();
    }
    return open;
  }

  @Override
  protected Array wrap(Array driversOwn) {
    return new CenoteArray(connection, driversOwn);
  }

  /** A cursor comes as an object: it is wrapped as any other result set. */
  @Override
  protected @Nullable Object wrapAny(@Nullable Object value) throws SQLException {
    return value instanceof ResultSet rows ? wrap(rows) : ColumnValue.handleOf(connection, value);
  }

  private <T> @Nullable T wrapAny(@Nullable T value, Class<T> type) throws SQLException {
    return type == ResultSet.class
        ? type.cast(wrapAny(value))
        : ColumnValue.handleOf(connection, value, type);
  }

  @Override
  public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
    return wrapAny(super.getObject(index, type), type);
  }

  @Override
  public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
    return wrapAny(super.getObject(name, type), type);
  }

  // The same in all three statement handles: each extends another delegate.

  @Override
  protected SQLException failed(Throwable thrown) {
    return connection.failed(thrown);
  }

  @Override
  protected ResultSet wrap(ResultSet rows) {
    return new CenoteResultSet(connection, this, rows);
  }

  @Override
  protected Connection wrap(Connection driversOwn) {
    return connection;
  }

  @Override
  protected @Nullable Object driversOwn(@Nullable Object argument) {
    return ColumnValue.driversOwn(argument);
  }

  @Override
  public Connection getConnection() throws SQLException {
    connection.quietly();
    return connection;
  }

  @Override
  public void close() throws SQLException {
    closeOnce();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return isKnownClosed() || super.isClosed();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    super.closeOnCompletion();
    closesOnCompletion = true;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : unwrapDriver(type, raw());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(raw()) || super.isWrapperFor(type);
  }

  @Override
  public CenoteConnection owner() {
    return connection;
  }

  @Override
  public @Nullable Statement driver() {
    return driver;
  }

  @Override
  public void forgetDriver() {
    driver = null;
  }

  @Override
  public boolean closesOnCompletion() {
    return closesOnCompletion;
  }

  @Override
  public @Nullable Tracked older() {
    return older;
  }

  @Override
  public void older(@Nullable Tracked further) {
    older = further;
  }

  @Override
  public String toString() {
    return "CallableStatement of " + connection;
  }
}
