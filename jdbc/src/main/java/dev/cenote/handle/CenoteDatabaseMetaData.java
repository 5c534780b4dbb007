package dev.cenote.handle;

import dev.cenote.delegate.DelegatingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the driver tells about its database, through a connection's handle. */
final class CenoteDatabaseMetaData extends DelegatingDatabaseMetaData {

  private final CenoteConnection connection;
  private final DatabaseMetaData driver;

  CenoteDatabaseMetaData(CenoteConnection connection, DatabaseMetaData driver) {
    this.connection = connection;
    this.driver = driver;
  }

  @Override
  protected DatabaseMetaData raw() throws SQLException {
    connection.raw();
    return driver;
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    return connection.failed(thrown);
  }

  @Override
  protected Connection wrap(Connection driversOwn) {
    return connection;
  }

  @Override
  protected ResultSet wrap(ResultSet rows) throws SQLException {
    return connection.track(new LooseRows(connection, rows));
  }

  @Override
  public Connection getConnection() throws SQLException {
    connection.quietly();
    return connection;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    DatabaseMetaData open = raw();
    try {
      T unwrapped = type.isInstance(open) ? type.cast(open) : open.unwrap(type);
      connection.session().escape();
      return unwrapped;
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(raw()) || super.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "DatabaseMetaData of " + connection;
  }
}
