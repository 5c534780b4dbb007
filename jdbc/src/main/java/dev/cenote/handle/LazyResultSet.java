package dev.cenote.handle;

import dev.cenote.delegate.DelegatingResultSet;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Rows of a lazy connection: they lead back to its own statement, and close it if asked to. */
final class LazyResultSet extends DelegatingResultSet {

  private final LazyConnection connection;
  private final LazyHold hold;
  private final @Nullable LazyHandle statement;
  private final ResultSet rows;

  LazyResultSet(
      LazyConnection connection, LazyHold hold, @Nullable LazyHandle statement, ResultSet rows) {
    this.connection = connection;
    this.hold = hold;
    this.statement = statement;
    this.rows = rows;
  }

  @Override
  protected ResultSet raw() {
    return rows;
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    return LazyConnection.passOn(thrown);
  }

  @Override
  protected Array wrap(Array value) {
    return value;
  }

  @Override
  protected @Nullable Statement wrap(Statement pools) {
    return statement;
  }

  @Override
  protected @Nullable Object wrapAny(@Nullable Object value) {
    return value;
  }

  @Override
  protected @Nullable Object driversOwn(@Nullable Object argument) {
    return argument;
  }

  @Override
  public void insertRow() throws SQLException {
    connection.holder().work(hold);
    super.insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    connection.holder().work(hold);
    super.updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    connection.holder().work(hold);
    super.deleteRow();
  }

  @Override
  public void close() throws SQLException {
    super.close();
    if (statement != null) {
      statement.rowsClosed();
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : hold.unwrap(rows, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || rows.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "ResultSet of " + connection;
  }
}
