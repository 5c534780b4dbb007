package dev.cenote.handle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/** A statement of a lazy connection. */
final class LazyStatement extends TextStatement implements LazyHandle {

  private final LazyConnection connection;
  private final LazyHold hold;
  private final Statement statement;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean closesOnCompletion;

  LazyStatement(LazyConnection connection, LazyHold hold, Statement statement) {
    this.connection = connection;
    this.hold = hold;
    this.statement = statement;
  }

  @Override
  protected Statement raw() {
    connection.holder().work(hold);
    return statement;
  }

  @Override
  void noteText(String sql) {
    hold.noteText(sql);
  }

  @Override
  void noteDone(String sql) {}

  // The same in all three lazy statements: each extends another delegate.

  @Override
  protected SQLException failed(Throwable thrown) {
    return LazyConnection.passOn(thrown);
  }

  @Override
  protected ResultSet wrap(ResultSet rows) {
    return new LazyResultSet(connection, hold, this, rows);
  }

  @Override
  protected Connection wrap(Connection pools) {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    closeOnce();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed.get() || statement.isClosed();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    super.closeOnCompletion();
    closesOnCompletion = true;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : hold.unwrap(statement, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || statement.isWrapperFor(type);
  }

  @Override
  public LazyConnection owner() {
    return connection;
  }

  @Override
  public LazyHold hold() {
    return hold;
  }

  @Override
  public Statement statement() {
    return statement;
  }

  @Override
  public boolean markClosed() {
    return closed.compareAndSet(false, true);
  }

  @Override
  public boolean closesOnCompletion() {
    return closesOnCompletion;
  }

  @Override
  public String toString() {
    return "Statement of " + connection;
  }
}
