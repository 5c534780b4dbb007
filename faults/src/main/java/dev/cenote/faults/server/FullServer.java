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
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.proxy.FaultProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What half a pool does when others have taken the room of the other half. */
final class FullServer {

  /** How many sessions the server shall permit, the administrators' apart. */
  static final int ROOM = 17;

  private static final int SIZE = PoolSettings.USUAL.size();

  private final Row failed;
  private final Row logins;

  /** Rows of an experiment with this key. */
  FullServer(String key) {
    failed = Row.count(key + ".failed", "requests that failed", 0);
    logins = Row.count(key + ".logins", "logins tried in a minute", 12);
  }

  List<Row> rows() {
    return List.of(failed, logins);
  }

  /** Blocks until it is over; all logins of the pool are counted by that proxy. */
  Readings measure(DataSource pool, RealServer server, FaultProxy counter) throws Exception {
    List<Connection> others = new ArrayList<>();
    for (int i = SIZE; i < ROOM; i++) {
      others.add(server.connectAsOther());
    }
    // Nobody is in a call whose session is ended: no request needs to fail.
    for (int taken = 0; taken < SIZE / 2; taken++) {
      takePlaceOfOne(server, others);
    }
    int before = counter.accepted();
    Since start = Since.now();
    Crowd crowd = Crowd.at(pool, Work.QUERY, 8, Duration.ofMillis(5));
    Pause.of(Duration.ofSeconds(2));
    Since third = Since.now();
    Pause.of(Duration.ofSeconds(58));
    int tried = counter.accepted() - before;
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    return new Readings()
        .with(failed, failed(diary, start, third, others.size()))
        .with(logins, Reading.of(tried));
  }

  private static Reading failed(Diary diary, Since start, Since third, int others) {
    int refused = diary.count(End.REFUSED, start.moment());
    int dead = diary.count(End.FAILED, start.moment());
    int later = diary.count(End.REFUSED, third.moment()) + diary.count(End.FAILED, third.moment());
    String note =
        "%d refused, %d dead, %d of them in the first two seconds; %d served; others held %d"
            .formatted(refused, dead, refused + dead - later, diary.served(), others);
    return Reading.of(refused + dead, note);
  }

  /** Ends a session of the pool and is quicker than the pool to take its place, or tries again. */
  private static void takePlaceOfOne(RealServer server, List<Connection> others)
      throws SQLException {
    for (int tried = 0; tried < 20; tried++) {
      server.terminate(1);
      if (Pause.until(() -> server.takesPlaceFor(others), Duration.ofMillis(50))) {
        return;
      }
    }
  }
}
