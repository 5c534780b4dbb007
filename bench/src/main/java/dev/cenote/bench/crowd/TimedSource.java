package dev.cenote.bench.crowd;

import dev.cenote.bench.source.BareDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A pool as one client sees it, with a clock: how long each call of {@code getConnection} took. A
 * wait counts whether it ends with a connection or with a failure.
 */
final class TimedSource extends BareDataSource {

  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final int client;
  private final DataSource pool;
  private final Waits waits;
  private final Generation generation;

  /** Written by the client, read by the one who measures. */
  private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);

  TimedSource(int client, DataSource pool, Waits waits, Generation generation) {
    this.client = client;
    this.pool = pool;
    this.waits = waits;
    this.generation = generation;
  }

  @Override
  public Connection getConnection() throws SQLException {
    long began = System.nanoTime();
    waitingSince.setOpaque(began);
    try {
      return pool.getConnection();
    } finally {
      waitingSince.setOpaque(NOT_WAITING);
      if (generation.isMeasured()) {
        waits.note(client, System.nanoTime() - began);
      }
    }
  }

  /** How long it has been waiting at this moment; 0 if it is not. */
  long waitingAt(long now) {
    long since = waitingSince.getOpaque();
    return since == NOT_WAITING ? 0 : Math.max(0, now - since);
  }
}
