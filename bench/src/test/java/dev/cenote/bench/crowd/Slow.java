package dev.cenote.bench.crowd;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Target;
import dev.cenote.bench.source.BareDataSource;
import dev.cenote.bench.stub.StubDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool that needs 20 ms for each borrower, and counts them. */
final class Slow extends MadeByHand {

  private static final String URL = StubDriver.target(20).url();

  private final AtomicInteger lent = new AtomicInteger();

  int lent() {
    return lent.get();
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    return new OpenPool(
        new BareDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            lent.incrementAndGet();
            return DriverManager.getConnection(URL);
          }
        },
        () -> {});
  }
}
