package dev.cenote.faults.network;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.pool.OpenPool;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.faults.proxy.FaultProxy;
import dev.cenote.faults.server.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A pool on a real PostgreSQL, with a faulty network between.
 *
 * @param postgres the server
 * @param network the proxy
 * @param running the pool
 */
record NetworkScene(Postgres postgres, FaultProxy network, OpenPool running) {

  /** Starts it with the usual settings, all connections open and used once. */
  static NetworkScene start(Arena arena)
      throws MissingException, SQLException, IOException, InterruptedException {
    return start(arena, Postgres.start());
  }

  /** The same before this server. */
  static NetworkScene start(Arena arena, Postgres postgres)
      throws MissingException, SQLException, IOException, InterruptedException {
    FaultProxy network = FaultProxy.before("127.0.0.1", postgres.server().port());
    OpenPool pool = arena.open(targetAt(postgres, network), PoolSettings.USUAL);
    Capacity.requireAll(pool.dataSource(), PoolSettings.USUAL.size());
    return new NetworkScene(postgres, network, pool);
  }

  /** Where the pool connects to: the proxy. */
  Target target() {
    return targetAt(postgres, network);
  }

  private static Target targetAt(Postgres postgres, FaultProxy network) {
    return postgres.targetAt(network.port()).withSocketTimeout();
  }

  DataSource pool() {
    return running.dataSource();
  }

  int size() {
    return PoolSettings.USUAL.size();
  }
}
