package dev.cenote.handle;

import dev.cenote.delegate.DelegatingArray;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * An array of a connection's handle. It exists so that nobody gets from its rows to the driver's
 * statement and connection. Given to a method of a handle it is unwrapped; for the driver's own
 * methods there is {@code unwrap}.
 */
final class CenoteArray extends DelegatingArray implements Wrapper {

  private final CenoteConnection connection;
  private final Array driver;

  CenoteArray(CenoteConnection connection, Array driver) {
    this.connection = connection;
    this.driver = driver;
  }

  Array driver() {
    return driver;
  }

  @Override
  protected Array raw() throws SQLException {
    connection.raw();
    return driver;
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    return connection.failed(thrown);
  }

  @Override
  protected ResultSet wrap(ResultSet rows) throws SQLException {
    return connection.track(new LooseRows(connection, rows));
  }

  /** Does nothing once the connection is closed, as any end of what was opened through it. */
  @Override
  public void free() throws SQLException {
    if (!connection.isReturned()) {
      super.free();
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    Array open = raw();
    if (!type.isInstance(open)) {
      throw new SQLException("the driver's array is no " + type.getName());
    }
    connection.session().escape();
    return type.cast(open);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(raw());
  }

  /** The driver's text, which is the array's for some; without the connection there is none. */
  @Override
  public String toString() {
    return connection.isReturned() ? "Array of " + connection : driver.toString();
  }
}
