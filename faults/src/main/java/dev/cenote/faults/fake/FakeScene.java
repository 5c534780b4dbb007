package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.pool.OpenPool;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A pool on a fake database.
 *
 * @param database what it connects to
 * @param running the pool
 * @param settings how it was started
 */
record FakeScene(FakeDatabase database, OpenPool running, PoolSettings settings) {

  private static final Duration FILLING_MAX = Duration.ofSeconds(10);

  /** Starts it with the usual settings, all connections open and used once. */
  static FakeScene usual(Arena arena) throws SQLException, InterruptedException {
    return filled(arena, PoolSettings.USUAL.size());
  }

  /** Starts it with so many connections, all open and used once. */
  static FakeScene filled(Arena arena, int size) throws SQLException, InterruptedException {
    FakeScene scene = start(arena, PoolSettings.filled(size));
    Capacity capacity = Capacity.of(scene.pool(), size, FILLING_MAX);
    if (!capacity.isAll(size)) {
      throw new IllegalStateException("only " + capacity.lent() + " of " + size + " were opened");
    }
    return scene;
  }

  /** Starts it with these settings. */
  static FakeScene start(Arena arena, PoolSettings settings) throws SQLException {
    FakeDatabase database = FakeDatabase.create();
    database.keepNoJournal();
    database.settings().login("app", "right");
    return new FakeScene(database, arena.open(Target.of(database), settings), settings);
  }

  DataSource pool() {
    return running.dataSource();
  }

  int size() {
    return settings.size();
  }
}
