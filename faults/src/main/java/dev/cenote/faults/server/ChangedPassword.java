package dev.cenote.faults.server;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** What a pool says and tries when its login is refused from now on. */
final class ChangedPassword {

  private final Row told;
  private final Row logins;

  /** Rows of an experiment with this key. */
  ChangedPassword(String key) {
    told = Row.millis(key + ".told", "the longest wait for the failure", 1_000);
    logins = Row.count(key + ".logins", "logins tried in 10 s", 4);
  }

  List<Row> rows() {
    return List.of(told, logins);
  }

  /** Blocks until it is over; all logins of the pool are counted by that proxy. */
  Readings measure(DataSource pool, RealServer server, FaultProxy counter) throws Exception {
    server.changePassword("changed");
    int before = counter.accepted();
    server.terminate(PoolSettings.USUAL.size());
    Crowd crowd = Crowd.at(pool, Work.QUERY, 4, Duration.ofMillis(100));
    Pause.of(Duration.ofSeconds(10));
    int tried = counter.accepted() - before;
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    int refused = diary.count(request -> request.end() == End.REFUSED);
    return new Readings()
        .with(told, Reading.of(diary.longestWait() / 1e6, refused + " were told"))
        .with(logins, Reading.of(tried));
  }
}
