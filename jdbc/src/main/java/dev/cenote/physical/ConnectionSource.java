package dev.cenote.physical;

import dev.cenote.core.connect.OpenAttempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

  /**
   * As {@link #connect()}, telling the driver how long it may take, where the driver can be told.
   * After that the pool goes on without the attempt, and a driver that does not know stays in it.
   *
   * @throws SQLException whatever the driver throws
   */
  default @Nullable Connection connect(Duration limit) throws SQLException {
    return connect();
  }

  /** Whether the network may be told to ask now and then if the server is there. */
  default boolean keepsAlive() {
    return true;
  }

  /**
   * As {@link #connect(Duration)}, for a slot of the pool.
   *
   * @throws SQLException whatever the driver throws
   */
  default @Nullable Connection connect(OpenAttempt attempt) throws SQLException {
    return connect(Duration.ofNanos(attempt.timeoutNanos()));
  }
}
