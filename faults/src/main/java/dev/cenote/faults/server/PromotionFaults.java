package dev.cenote.faults.server;

import dev.cenote.faults.cell.Act;
import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.faults.proxy.FaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** A real PostgreSQL with a standby that takes over, behind one address. */
public final class PromotionFaults {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int CLIENTS = 8;

  /** How long the new primary is watched. */
  private static final Duration WATCH = Duration.ofSeconds(10);

  /** Who still fails so shortly before the end has not arrived. */
  private static final Duration STILL = Duration.ofSeconds(2);

  private static final Roles SWITCHOVER = new Roles("switchover");
  private static final Roles PROMOTION = new Roles("promotion");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          experiment(
              "switchover",
              "PostgreSQL becomes read-only, its standby primary and the address leads there; open"
                  + " connections stay with the old one; 8 clients write",
              SWITCHOVER,
              PromotionFaults::switchOver),
          experiment(
              "promotion",
              "PostgreSQL is killed, the address leads to its standby, and only 3 s later that becomes"
                  + " primary; 8 clients write",
              PROMOTION,
              PromotionFaults::promoteLate));

  private PromotionFaults() {}

  private static Experiment experiment(String key, String fault, Roles roles, Act act) {
    return new Experiment(
        key, fault, Stage.SERVER, LIMIT, List.of(roles.writes(), roles.back()), act);
  }

  private record Roles(Row writes, Row back) {
    Roles(String key) {
      this(
          Row.count(key + ".writes", "failed writes of the connection that failed most", 1),
          Row.millis(
              key + ".back", "from the new primary's begin until the last failed write", 2_000));
    }
  }

  private record Scene(Postgres primary, Standby standby, FaultProxy address, DataSource pool) {}

  private static Scene start(Arena arena) throws Exception {
    Postgres primary = Postgres.start();
    createTable(primary.target());
    Standby standby = Standby.of(primary);
    FaultProxy address = FaultProxy.before("127.0.0.1", primary.server().port());
    DataSource pool = arena.open(primary.targetAt(address.port()), PoolSettings.USUAL).dataSource();
    Capacity.requireAll(pool, PoolSettings.USUAL.size());
    return new Scene(primary, standby, address, pool);
  }

  private static void createTable(Target target) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(target.url(), target.username(), target.password());
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(Writes.TABLE);
    }
  }

  private static Readings switchOver(Arena arena) throws Exception {
    return measure(
        start(arena),
        SWITCHOVER,
        scene -> {
          scene.primary().execute("ALTER SYSTEM SET default_transaction_read_only = on");
          scene.primary().execute("SELECT pg_reload_conf()");
          scene.standby().catchUp(scene.primary());
          scene.standby().promote();
          scene.address().moveTo("127.0.0.1", scene.standby().port());
        });
  }

  private static Readings promoteLate(Arena arena) throws Exception {
    return measure(
        start(arena),
        PROMOTION,
        scene -> {
          scene.standby().catchUp(scene.primary());
          scene.primary().process().kill();
          scene.address().moveTo("127.0.0.1", scene.standby().port());
          Pause.of(Duration.ofSeconds(3));
          scene.standby().promote();
        });
  }

  /** Makes the standby the one that is written to. */
  @FunctionalInterface
  private interface TakeOver {
    void run(Scene scene) throws Exception;
  }

  private static Readings measure(Scene scene, Roles roles, TakeOver takeOver) throws Exception {
    Writes writes = new Writes();
    Crowd crowd = Crowd.at(scene.pool(), writes, CLIENTS, Duration.ofMillis(5));
    Pause.of(Duration.ofSeconds(1));
    int opened = scene.address().accepted();
    takeOver.run(scene);
    Since begin = Since.now();
    Pause.of(WATCH);
    Since end = Since.now();
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    String note =
        "%d of %d writes failed, %d connections opened"
            .formatted(writes.all(), diary.requests().size(), scene.address().accepted() - opened);
    return new Readings()
        .with(roles.writes(), Reading.of(writes.worst(), note))
        .with(roles.back(), back(diary, begin, end));
  }

  private static Reading back(Diary diary, Since begin, Since end) {
    OptionalLong last = diary.lastTrouble(begin.moment());
    boolean served = diary.firstServed(begin.moment()).isPresent();
    boolean arrived = last.isEmpty() || end.moment() - last.getAsLong() > STILL.toNanos();
    if (!served || !arrived) {
      return Reading.never(begin.millisTo(end.moment()), "");
    }
    return Reading.of(last.isPresent() ? begin.millisTo(last.getAsLong()) : 0);
  }
}
