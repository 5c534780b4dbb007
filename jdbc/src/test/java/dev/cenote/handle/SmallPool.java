package dev.cenote.handle;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.AcquireException;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolStats;
import dev.cenote.physical.ConnectionSource;
import dev.cenote.physical.InitialState;
import dev.cenote.physical.JdbcConnector;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool of one connection to a database in memory that shows the driver's side of it. */
final class SmallPool implements AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** The driver's connections, in the order in which they were opened. */
  final List<Connection> raw = new CopyOnWriteArrayList<>();

  final AtomicInteger disconnects = new AtomicInteger();

  private final Connection anchor;
  private final Pool<PhysicalConnection> pool;

  private SmallPool(String url, Product product, InitialState initial) throws SQLException {
    anchor = DriverManager.getConnection(url);
    ConnectionSource source =
        () -> {
          Connection opened = DriverManager.getConnection(url);
          raw.add(opened);
          return opened;
        };
    JdbcConnector connector = new JdbcConnector(source, product, initial, ResetOnReturn.ROLLBACK);
    connector.onDisconnect(disconnects::incrementAndGet);
    pool =
        new PoolBuilder<>(connector)
            .poolSize(1)
            .maxOverflow(0)
            .prefill(false)
            .acquireTimeout(Duration.ofSeconds(10))
            .build();
  }

  static SmallPool h2() throws SQLException {
    return h2(InitialState.DRIVERS);
  }

  static SmallPool h2(InitialState initial) throws SQLException {
    return new SmallPool("jdbc:h2:mem:handle" + NAMES.incrementAndGet(), Product.H2, initial);
  }

  static SmallPool sqlite() throws SQLException {
    return new SmallPool(
        "jdbc:sqlite:file:/handle" + NAMES.incrementAndGet() + "?vfs=memdb",
        Product.SQLITE,
        InitialState.DRIVERS);
  }

  CenoteConnection borrow() {
    try {
      return CenoteConnection.of(pool.acquire());
    } catch (AcquireException | InterruptedException e) {
      throw new AssertionError("no connection", e);
    }
  }

  PoolStats stats() {
    return pool.stats();
  }

  /** A connection beside the pool, to the same database. */
  Connection beside() {
    return anchor;
  }

  @Override
  public void close() throws SQLException {
    pool.close();
    anchor.close();
  }
}
