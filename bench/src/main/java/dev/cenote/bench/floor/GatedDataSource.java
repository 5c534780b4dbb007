package dev.cenote.bench.floor;

import dev.cenote.bench.source.BareDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The floor with a way to wait: the JDK's semaphore lets as many in as there are connections, in
 * the order of their arrival or not. Any thread; getConnection blocks.
 */
public final class GatedDataSource extends BareDataSource {

  private final FloorDataSource floor;
  private final Semaphore gate;
  private final long waitNanos;

  /**
   * Lets callers through to the floor.
   *
   * @param size how many at once
   * @param fair whether in the order of their arrival
   * @param waitMax how long a caller waits at most
   */
  public GatedDataSource(FloorDataSource floor, int size, boolean fair, Duration waitMax) {
    this.floor = floor;
    this.gate = new Semaphore(size, fair);
    this.waitNanos = waitMax.toNanos();
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (!gate.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
        throw new SQLTransientConnectionException("no connection in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted", e);
    }
    FloorSlot slot = floor.tryLend();
    while (slot
        == null) { // one was given back behind the search; while we are past the gate one is there
      slot = floor.tryLend();
    }
    return new GatedConnection(slot, gate);
  }

  /** Opens the gate when it is given back. */
  private static final class GatedConnection extends FloorConnection {

    private final Semaphore gate;

    GatedConnection(FloorSlot slot, Semaphore gate) {
      super(slot);
      this.gate = gate;
    }

    @Override
    public void close() {
      boolean lent = !isClosed();
      super.close();
      if (lent) {
        gate.release();
      }
    }
  }
}
