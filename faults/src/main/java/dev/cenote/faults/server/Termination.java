package dev.cenote.faults.server;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Burst;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** What is lent after a server has ended all idle sessions. */
final class Termination {

  private static final int SIZE = PoolSettings.USUAL.size();
  private static final int ROUNDS = 10;

  private final Row lent;

  /** The row of an experiment with this key. */
  Termination(String key) {
    lent = Row.count(key + ".lent", "dead connections lent, of 100", 0);
  }

  List<Row> rows() {
    return List.of(lent);
  }

  /** Blocks until it is over. */
  Readings measure(DataSource pool, RealServer server) throws Exception {
    int dead = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Capacity.requireAll(pool, SIZE);
      server.terminateAll();
      Pause.of(Duration.ofMillis(50));
      Diary diary = Burst.of(pool, Work.QUERY, SIZE).await(Duration.ofSeconds(10));
      // Who has no answer by now has a dead one, too.
      dead += diary.count(request -> request.end() == End.FAILED);
      dead += SIZE - diary.requests().size();
    }
    return Readings.only(lent, Reading.of(dead));
  }
}
