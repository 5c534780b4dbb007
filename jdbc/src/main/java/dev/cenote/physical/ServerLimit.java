package dev.cenote.physical;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server once, on a pool's first connection, how many it permits, and says so if the pool
 * may want more. What it permits only the server knows: a usual number would be wrong for whoever
 * has raised it. Whoever does not say is not asked again, and no guess is made.
 */
public final class ServerLimit {

  /** Hardly a server permits fewer: a pool that wants no more has no query to pay for. */
  private static final int ASKED_ABOVE = 20;

  /** Those kept for superusers are for nobody else. */
  private static final String POSTGRESQL =
      "SELECT current_setting('max_connections')::int"
          + " - current_setting('superuser_reserved_connections')::int";

  private static final String MYSQL = "SELECT @@max_connections";

  /** Behind a proxy the question may wait for a server; a timeout of the statement's may too. */
  private static final int PATIENCE_MILLIS_MAX = 1_000;

  /** Of what is left to it another login must be possible. */
  private static final int SHARE_OF_ATTEMPT = 4;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int maximum;

  /** Whom to tell; null once it was asked. */
  private final AtomicReference<@Nullable IntConsumer> tooFew;

  /**
   * For one pool.
   *
   * @param maximum how many connections it may open
   * @param tooFew told how many the server permits, if that is less; on one of the pool's threads
   */
  public ServerLimit(int maximum, IntConsumer tooFew) {
    this.maximum = maximum;
    this.tooFew = new AtomicReference<>(maximum <= ASKED_ABOVE ? null : tooFew);
  }

  /**
   * Of a connection that the driver has just opened. Does nothing from the second one on. Waits for
   * the answer for a second at most, and for a quarter of the attempt's time.
   *
   * @param limitNanos how long the attempt to open may take
   * @return false if the connection did not outlive the question
   */
  boolean ask(Connection raw, Product product, long limitNanos) throws SQLException {
    IntConsumer listener = tooFew.get() == null ? null : tooFew.getAndSet(null);
    if (listener == null) {
      return true;
    }
    String question =
        switch (product) {
          case POSTGRESQL -> POSTGRESQL;
          case MYSQL -> MYSQL;
          default -> "";
        };
    if (question.isEmpty()) {
      return true;
    }
    try {
      // Outside auto-commit a failed question would stay in a transaction.
      int permitted = raw.getAutoCommit() ? answer(raw, question, patience(limitNanos)) : 0;
      if (permitted > 0 && permitted < maximum) {
        listener.accept(permitted);
      }
    } catch (SQLException untold) { // a relative of these servers, or a proxy that has no server
      return !raw.isClosed();
    } catch (RuntimeException untold) { // of a driver, or of what writes the log
      return true;
    }
    return true;
  }

  private static int patience(long limitNanos) {
    long share = limitNanos / SHARE_OF_ATTEMPT / NANOS_PER_MILLI;
    return (int) Math.max(1, Math.min(PATIENCE_MILLIS_MAX, share));
  }

  /** By the socket's timeout: a cancelling needs a server, too. It ends the connection. */
  private static int answer(Connection raw, String question, int patienceMillis)
      throws SQLException {
    int patienceBefore = raw.getNetworkTimeout();
    raw.setNetworkTimeout(Runnable::run, patienceMillis);
    int permitted;
    try (Statement statement = raw.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      permitted = rows.next() ? rows.getInt(1) : 0;
    } finally {
      if (!raw.isClosed()) {
        raw.setNetworkTimeout(Runnable::run, patienceBefore);
      }
    }
    return permitted;
  }
}
