package dev.cenote.bench.crowd;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of a crowd: borrows, holds, gives back, again and again, and counts. */
final class Client implements Runnable {

  /** What the clients of a crowd do at present. */
  enum Phase {
    /** The code becomes hot. */
    WARMUP,
    /** What happens counts. */
    MEASURED,
    /** Everybody goes home after the present cycle. */
    ENDED
  }

  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final int number;
  private final DataSource pool;
  private final Hold hold;
  private final @Nullable Waits waits;
  private final Crowd crowd;

  /** Written by this client, read by the one who measures. */
  private final AtomicLong served = new AtomicLong();

  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);

  /** Where each handle is seen by others: so it must really be made, as in an application. */
  @SuppressWarnings("unused")
  private @Nullable Connection last;

  /** Without {@code waits} it reads no clock. */
  Client(int number, DataSource pool, Hold hold, @Nullable Waits waits, Crowd crowd) {
    this.number = number;
    this.pool = pool;
    this.hold = hold;
    this.waits = waits;
    this.crowd = crowd;
  }

  @Override
  public void run() {
    while (crowd.phase() != Phase.ENDED) {
      try {
        if (waits == null) {
          cycle();
        } else {
          timedCycle(waits);
        }
      } catch (SQLException | RuntimeException e) {
        crowd.failed(e);
        failed.setPlain(failed.getPlain() + measured());
      }
    }
  }

  private void cycle() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      last = connection;
      hold.run();
    }
    served.setOpaque(served.getPlain() + measured());
  }

  private void timedCycle(Waits notes) throws SQLException {
    try (Connection connection = borrow(notes)) {
      last = connection;
      hold.run();
    }
    served.setOpaque(served.getPlain() + measured());
  }

  /** A wait counts whether it ends with a connection or with a failure. */
  private Connection borrow(Waits notes) throws SQLException {
    long began = System.nanoTime();
    waitingSince.setOpaque(began);
    try {
      return pool.getConnection();
    } finally {
      waitingSince.setOpaque(NOT_WAITING);
      if (measured() == 1) {
        notes.note(number, System.nanoTime() - began);
      }
    }
  }

  private int measured() {
    return crowd.phase() == Phase.MEASURED ? 1 : 0;
  }

  /** How often it was served while it counted. */
  long served() {
    return served.getOpaque();
  }

  /** How often it was refused while it counted. */
  long failed() {
    return failed.getOpaque();
  }

  /** How long it has been waiting at this moment; 0 if it is not. */
  long waitingAt(long now) {
    long since = waitingSince.getOpaque();
    return since == NOT_WAITING ? 0 : Math.max(0, now - since);
  }
}
