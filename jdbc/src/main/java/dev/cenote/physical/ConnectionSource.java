package dev.cenote.physical;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where physical connections come from: a driver and its URL, or somebody's DataSource. */
@FunctionalInterface
public interface ConnectionSource {

  /**
   * Opens a connection. Called on the pool's own threads, on several at once; may block for as long
   * as the driver does.
   *
   * @return null, as {@link java.sql.Driver#connect} may, if the driver does not know the URL
   * @throws SQLException whatever the driver throws
   */
  @Nullable Connection connect() throws SQLException;
}
