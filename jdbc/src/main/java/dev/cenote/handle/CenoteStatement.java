package dev.cenote.handle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement of a connection's handle. */
final class CenoteStatement extends TextStatement implements StatementHandle {

  private final CenoteConnection connection;
  private @Nullable Statement driver;
  private @Nullable Tracked older;
  private boolean closesOnCompletion;

  CenoteStatement(CenoteConnection connection, Statement driver) {
    this.connection = connection;
    this.driver = driver;
  }

  @Override
  protected Statement raw() throws SQLException {
    connection.raw();
    Statement open = driver;
    if (open == null) {
      throw StatementHandle.alreadyClosed();
    }
    return open;
  }

  @Override
  void noteText(String sql) throws SQLException {
    connection.leased();
    connection.session().workOn(sql);
  }

  @Override
  void noteDone(String sql) {
    connection.session().workedOn(sql);
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
    return "Statement of " + connection;
  }
}
