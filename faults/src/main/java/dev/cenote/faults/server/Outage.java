package dev.cenote.faults.server;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * What 32 clients meet while their server goes and comes back. They keep nearly all connections in
 * use and seldom queue: so what is lent after the first error was used shortly before it, and is
 * lent to somebody who has asked after it.
 */
final class Outage {

  private static final int CLIENTS = 32;
  private static final Duration PAUSE = Duration.ofMillis(15);
  private static final int SIZE = 10;
  private static final Duration WATCH = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Row dead;
  private final Row first;
  private final Row full;
  private final Row failed;

  /** Rows of an experiment with this key. */
  Outage(String key) {
    dead = Row.count(key + ".dead", "dead connections lent after the first error", 0);
    first = Row.millis(key + ".first", "from the server's first login to a good borrow", 1_000);
    full = Row.millis(key + ".full", "from the server's first login to all 10", 2_000);
    failed = Row.count(key + ".failed", "requests begun after that login that failed", 0);
  }

  List<Row> rows() {
    return List.of(dead, first, full, failed);
  }

  /** If something between hides the server's death, nobody can know which connections are dead. */
  List<Row> rowsBehindAnother() {
    return List.of(first, full, failed);
  }

  /** Takes a server away. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Blocks until it is over. */
  Readings measure(DataSource pool, Target target, Step away, Duration down, Step back)
      throws Exception {
    Crowd crowd = Crowd.at(pool, Work.SHORT_USE, CLIENTS, PAUSE);
    Pause.of(Duration.ofSeconds(1));
    Since begin = Since.now();
    away.run();
    Pause.of(down);
    back.run();
    if (!Pause.until(() -> canLogIn(target), PATIENCE)) {
      throw new IllegalStateException("the server did not come back");
    }
    Since up = Since.now();
    Reading good = up.firstServed(crowd, PATIENCE);
    Reading all = up.full(pool, SIZE, PATIENCE);
    // Nobody has less time to fail for having recovered early.
    boolean unused = Pause.until(() -> up.millis() >= WATCH.toMillis(), WATCH);
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    OptionalLong trouble = diary.firstTrouble(begin.moment());
    int lent = trouble.isPresent() ? diary.count(End.FAILED, trouble.getAsLong()) : 0;
    int broken = diary.count(r -> r.end() == End.FAILED && r.told() - begin.moment() >= 0);
    int failures = diary.count(End.FAILED, up.moment()) + diary.count(End.REFUSED, up.moment());
    return new Readings()
        .with(dead, Reading.of(lent, broken + " failed in all"))
        .with(first, good)
        .with(full, all)
        .with(failed, Reading.of(failures));
  }

  private static boolean canLogIn(Target target) {
    try (Connection connection =
        DriverManager.getConnection(target.url(), target.username(), target.password())) {
      Work.QUERY.on(connection);
      return true;
    } catch (SQLException notYet) {
      return false;
    }
  }
}
