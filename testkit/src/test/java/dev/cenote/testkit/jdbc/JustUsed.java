package dev.cenote.testkit.jdbc;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What is lent without a check because it was opened or used just now: one that has been idle for
 * half a second is checked first, and so it may be where a machine stands still for so long.
 */
public final class JustUsed {

  private static final long MOMENT_NANOS = Duration.ofMillis(400).toNanos();

  private JustUsed() {}

  /** Has a connection opened or given back, and looks at the calls of the next borrower. */
  public interface Trial {
    /** Once. */
    void run() throws SQLException;
  }

  /** Tries it; once more whenever it fails and took so long that a check may have come between. */
  public static void holds(Trial trial) throws SQLException {
    while (true) {
      long start = System.nanoTime();
      try {
        trial.run();
        return;
      } catch (AssertionError failed) {
        if (System.nanoTime() - start < MOMENT_NANOS) {
          throw failed;
        }
      }
    }
  }

  /**
   * Borrows, the calls before that forgotten; once more if a check came first, for what comes back
   * now has not been idle.
   */
  static Connection borrow(CenoteDataSource pool, FakeDatabase fake) throws SQLException {
    fake.forgetCalls();
    Connection connection = pool.getConnection();
    while (fake.calls("isValid") > 0) {
      long start = System.nanoTime();
      connection.close();
      fake.forgetCalls();
      connection = pool.getConnection();
      if (System.nanoTime() - start < MOMENT_NANOS) {
        return connection;
      }
    }
    return connection;
  }
}
