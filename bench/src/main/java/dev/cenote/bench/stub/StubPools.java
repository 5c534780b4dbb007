package dev.cenote.bench.stub;

import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Pools on the stub. */
public final class StubPools {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private StubPools() {}

  /**
   * A pool with all the connections open that it keeps, each lent and given back once: so nothing
   * is opened while a clock runs, whichever pool it is and however it fills itself. Borrowing
   * begins when the pool has filled itself; some mislay a borrower who comes meanwhile until its
   * timeout. Of one that does not keep them open the note tells.
   */
  public static OpenPool filled(PoolAdapter adapter, PoolSettings settings) throws Exception {
    int others = Traffic.open();
    OpenPool pool = adapter.open(StubDriver.target(), settings);
    BooleanSupplier isFull =
        () -> Traffic.opening() == 0 && Traffic.open() - others >= settings.kept();
    boolean unused = await(isFull); // if it has not filled itself, those who borrow make it
    lendAtOnce(pool.dataSource(), settings.kept());
    if (await(isFull)) {
      return pool;
    }
    String note =
        "began with %d of %d connections open".formatted(Traffic.open() - others, settings.kept());
    return new OpenPool(pool.dataSource(), pool.end(), note);
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

  /**
   * Waits until it is so, but not for long.
   *
   * @return whether it is so
   */
  public static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    boolean isSo = condition.getAsBoolean();
    while (!isSo && System.nanoTime() - end < 0) {
      Pause.nanos(TimeUnit.MILLISECONDS.toNanos(1));
      isSo = condition.getAsBoolean();
    }
    return isSo;
  }
}
