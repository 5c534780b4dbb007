package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.pool.OpenPool;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A pool on a fake database.
 *
 * @param database what it connects to
 * @param running the pool
 * @param settings how it was started
 */
public record FakeScene(FakeDatabase database, OpenPool running, PoolSettings settings) {

  /** Starts it with the usual settings, all connections open and used once. */
  public static FakeScene usual(Arena arena) throws SQLException, InterruptedException {
    return filled(arena, PoolSettings.USUAL.size());
  }

  /** Starts it with so many connections, all open and used once. */
  public static FakeScene filled(Arena arena, int size) throws SQLException, InterruptedException {
    FakeScene scene = start(arena, PoolSettings.filled(size));
    Capacity.requireAll(scene.pool(), size);
    return scene;
  }

  /** Starts it with one connection, open and used once; the database tells what was committed. */
  public static FakeScene single(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = on(FakeDatabase.create(), arena, PoolSettings.filled(1));
    Capacity.requireAll(scene.pool(), 1);
    return scene;
  }

  /** Starts it with these settings. */
  public static FakeScene start(Arena arena, PoolSettings settings) throws SQLException {
    FakeDatabase database = FakeDatabase.create();
    database.keepNoJournal();
    return on(database, arena, settings);
  }

  private static FakeScene on(FakeDatabase database, Arena arena, PoolSettings settings)
      throws SQLException {
    database.settings().login("app", "right").catalog("shop").schema("public");
    return new FakeScene(database, arena.open(Target.of(database), settings), settings);
  }

  /** Where the pool connects to. */
  Target target() {
    return Target.of(database);
  }

  /** Where it lends. */
  public DataSource pool() {
    return running.dataSource();
  }

  /** How many connections it has. */
  public int size() {
    return settings.size();
  }

  /** The numbers of the connections that are open now. */
  List<Integer> openNumbers() {
    return database.openSessions().stream().map(FakeSession::number).toList();
  }
}
