package dev.cenote.faults.client;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the machine takes of a time in which a check times out and another connection is opened. A
 * thread without a pool does the same beside: it parks for as long as a check may take, logs in and
 * asks once. By how much that took longer than the check may take is taken off the time.
 */
public final class Beside {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final long PATIENCE_SECONDS = 10;

  private final Target target;
  private final CompletableFuture<Double> overMillis = new CompletableFuture<>();

  private Beside(Target target) {
    this.target = target;
  }

  /** Loads what it needs, so that the first time is not told from others. */
  public static void warmUp(Target target) throws SQLException {
    new Beside(target).logInAndAsk();
  }

  /** Begins, when the measurement does. */
  public static Beside begin(Target target) {
    Beside beside = new Beside(target);
    Thread thread = new Thread(beside::run, "beside");
    thread.setDaemon(true);
    thread.start();
    return beside;
  }

  private void run() {
    long began = System.nanoTime();
    try {
      Pause.of(PoolSettings.CHECK_TIMEOUT);
      logInAndAsk();
      long over = System.nanoTime() - began - PoolSettings.CHECK_TIMEOUT.toNanos();
      boolean unused = overMillis.complete(over / NANOS_PER_MILLI);
    } catch (SQLException e) {
      boolean unused = overMillis.completeExceptionally(e);
    }
  }

  private void logInAndAsk() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(target.url(), target.username(), target.password())) {
      Work.QUERY.on(connection);
    }
  }

  /** A time less what was measured beside it; anything but a number stays as it is. Blocks. */
  public Reading off(Reading time)
      throws InterruptedException, ExecutionException, TimeoutException {
    double over = overMillis.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (time.state() != Reading.State.MEASURED) {
      return time;
    }
    String note =
        String.format(
            Locale.ROOT,
            "%.0f ms less %.0f ms of a bare login and a late park beside it",
            time.value(),
            over);
    return Reading.of(Math.max(0, time.value() - over), note);
  }
}
