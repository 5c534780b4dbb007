package dev.cenote.bench.pool;

import dev.cenote.bench.source.BareDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens a connection whenever it is asked for one. Any thread. */
final class OpeningSource extends BareDataSource {

  private final Target target;

  OpeningSource(Target target) {
    this.target = target;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return DriverManager.getConnection(target.url(), target.username(), target.password());
  }
}
