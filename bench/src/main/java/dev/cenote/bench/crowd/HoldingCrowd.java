package dev.cenote.bench.crowd;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stub.StubPools;

/**
 * A crowd on the driver that does nothing. Where connections are held for nothing no clock is read:
 * it would cost more than what is measured.
 */
final class HoldingCrowd implements Act {

  private final Threads threads;
  private final int size;
  private final int connections;
  private final Hold hold;

  HoldingCrowd(Threads threads, int size, int connections, Hold hold) {
    this.threads = threads;
    this.size = size;
    this.connections = connections;
    this.hold = hold;
  }

  @Override
  public String obstacle() {
    return threads.obstacle();
  }

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    Crowd crowd = new Crowd(threads, size, pool -> new Cycle(pool, hold), hold != Hold.NOTHING);
    try (OpenPool pool = StubPools.filled(adapter, PoolSettings.filled(connections))) {
      Door door = new Door(pool.dataSource(), connections);
      return crowd.measure(pool.dataSource(), span, door).noted(pool.note());
    }
  }
}
