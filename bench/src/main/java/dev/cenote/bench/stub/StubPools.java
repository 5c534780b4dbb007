package dev.cenote.bench.stub;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Pools on the stub. */
public final class StubPools {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private StubPools() {}

  /**
   * A pool with all its connections open, each lent and given back once: so nothing is opened while
   * a clock runs, whichever pool it is and however it fills itself. Borrowing begins when the pool
   * has filled itself; some mislay a borrower who comes meanwhile until its timeout.
   */
  public static OpenPool filled(PoolAdapter adapter, int size) throws Exception {
    int others = Traffic.open();
    OpenPool pool = adapter.open(StubDriver.target(), PoolSettings.filled(size));
    await(() -> Traffic.opening() == 0 && Traffic.open() - others >= size);
    lendAtOnce(pool.dataSource(), size);
    return pool;
  }

  /** Borrows so many at once and gives them back. */
  public static void lendAtOnce(DataSource pool, int count) throws SQLException {
    List<Connection> lent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lent.add(pool.getConnection());
    }
    for (Connection connection : lent) {
      connection.close();
    }
  }

  /** Waits until it is so, but not for long. */
  public static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
