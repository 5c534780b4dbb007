package dev.cenote.handle;

import dev.cenote.delegate.DelegatingResultSet;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rows read through a connection's handle. It exists so that nobody gets from the rows to the
 * driver's statement and connection, and so that errors while reading are seen. It is not tracked:
 * closing a statement closes its rows.
 */
class CenoteResultSet extends DelegatingResultSet {

  private final CenoteConnection connection;
  private final @Nullable StatementHandle statement;
  private @Nullable ResultSet driver;

  CenoteResultSet(
      CenoteConnection connection, @Nullable StatementHandle statement, ResultSet driver) {
    this.connection = connection;
    this.statement = statement;
    this.driver = driver;
  }

  /** Reading rows begins no transaction; writing them is marked where it is done. */
  @Override
  protected final ResultSet raw() throws SQLException {
    connection.quietly();
    ResultSet open = driver;
    if (open == null) {
      throw new SQLNonTransientException("this result set is closed", "24000");
    }
    return open;
  }

  @Override
  protected final Array wrap(Array driversOwn) {
    return new CenoteArray(connection, driversOwn);
  }

  @Override
  protected final @Nullable Object wrapAny(@Nullable Object value) throws SQLException {
    return ColumnValue.handleOf(connection, value);
  }

  @Override
  protected final @Nullable Object driversOwn(@Nullable Object argument) {
    return ColumnValue.driversOwn(argument);
  }

  @Override
  public final <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    return ColumnValue.handleOf(connection, super.getObject(column, type), type);
  }

  @Override
  public final <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
    return ColumnValue.handleOf(connection, super.getObject(label, type), type);
  }

  @Override
  protected final SQLException failed(Throwable thrown) {
    return connection.failed(thrown);
  }

  @Override
  protected final Statement wrap(Statement driversOwn) throws SQLException {
    return statement == null ? connection.wrap(driversOwn) : statement;
  }

  @Override
  public final @Nullable Statement getStatement() throws SQLException {
    if (statement == null) {
      return super.getStatement();
    }
    raw();
    return statement;
  }

  @Override
  public final void insertRow() throws SQLException {
    connection.raw();
    super.insertRow();
  }

  @Override
  public final void updateRow() throws SQLException {
    connection.raw();
    super.updateRow();
  }

  @Override
  public final void deleteRow() throws SQLException {
    connection.raw();
    super.deleteRow();
  }

  @Override
  public void close() throws SQLException {
    ResultSet open = driver;
    if (open != null && !connection.isReturned()) {
      try {
        open.close();
        driver = null;
        if (statement != null) {
          statement.rowsClosed();
        }
      } catch (SQLException | RuntimeException | Error e) {
        throw failed(e);
      }
    }
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return driver == null || connection.isReturned() || super.isClosed();
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    ResultSet open = raw();
    try {
      T unwrapped = type.isInstance(open) ? type.cast(open) : open.unwrap(type);
      connection.session().escape();
      return unwrapped;
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(raw()) || super.isWrapperFor(type);
  }

  /** Closes the rows on behalf of a borrower who did not. */
  final void closeDriver() throws SQLException {
    ResultSet open = driver;
    if (open != null) {
      open.close();
      driver = null;
    }
  }

  final boolean hasDriver() {
    return driver != null;
  }

  final CenoteConnection owner() {
    return connection;
  }

  @Override
  public final String toString() {
    return "ResultSet of " + connection;
  }
}
