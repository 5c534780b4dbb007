package dev.cenote.faults.client;

import dev.cenote.faults.client.Request.End;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes single requests. Safe for any thread. */
public final class Client {

  private final DataSource pool;
  private final Work work;

  /** One who does this work with each connection. */
  public Client(DataSource pool, Work work) {
    this.pool = pool;
    this.work = work;
  }

  /** Borrows, works, gives back. Blocks as long as the pool makes it; throws nothing. */
  @SuppressWarnings("CatchingUnchecked") // whatever a pool throws is its answer
  public Request request() {
    long began = System.nanoTime();
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (Exception | Error e) {
      long refused = System.nanoTime();
      return new Request(began, refused, refused, refused, End.REFUSED, e);
    }
    long acquired = System.nanoTime();
    Throwable failure = null;
    try {
      work.on(connection);
    } catch (Exception | Error e) {
      failure = e;
    }
    long told = System.nanoTime();
    giveBack(connection);
    End end = failure == null ? End.SERVED : End.FAILED;
    return new Request(began, acquired, told, System.nanoTime(), end, failure);
  }

  /** What a return throws tells of a fault that the request has met, or that the next will. */
  private static void giveBack(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException | Error e) {
      // the borrower is done with it
    }
  }
}
