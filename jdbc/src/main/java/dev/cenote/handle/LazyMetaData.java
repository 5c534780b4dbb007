package dev.cenote.handle;

import dev.cenote.delegate.DelegatingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the driver tells about its database; the first question takes a connection. */
final class LazyMetaData extends DelegatingDatabaseMetaData {

  private record Answers(LazyHold hold, DatabaseMetaData metaData) {}

  private final LazyConnection connection;
  private volatile @Nullable Answers latest;

  LazyMetaData(LazyConnection connection) {
    this.connection = connection;
  }

  private Answers answers() throws SQLException {
    return connection
        .holder()
        .within(hold -> {
          Answers now = latest;
          if (now == null || now.hold() != hold) {
            now = new Answers(hold, hold.connection.getMetaData());
            latest = now;
          }
          hold.usedLoosely = true;
          return now;
        });
  }

  @Override
  protected DatabaseMetaData raw() throws SQLException {
    return answers().metaData();
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    return LazyConnection.passOn(thrown);
  }

  @Override
  protected Connection wrap(Connection pools) {
    return connection;
  }

  @Override
  protected ResultSet wrap(ResultSet rows) throws SQLException {
    return new LazyResultSet(connection, answers().hold(), null, rows);
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    Answers now = answers();
    return now.hold().unwrap(now.metaData(), type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || raw().isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "DatabaseMetaData of " + connection;
  }
}
