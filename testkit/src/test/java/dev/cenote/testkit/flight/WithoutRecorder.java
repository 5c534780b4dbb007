package dev.cenote.testkit.flight;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A program for a runtime image without jdk.jfr. */
public final class WithoutRecorder {

  private WithoutRecorder() {}

  /** Prints how it went. */
  public static void main(String[] arguments) throws Exception {
    boolean recorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    int lent = 0;
    int timedOut = 0;
    try (FakeDatabase database = FakeDatabase.create();
        CenoteDataSource pool =
            CenoteDataSource.builder()
                .url(database.url())
                .poolSize(1)
                .maxOverflow(0)
                .acquireTimeout(Duration.ofSeconds(1))
                .build()) {
      for (int i = 0; i < 20; i++) {
        try (Connection connection = pool.getConnection()) {
          Stage.use(connection);
          lent++;
          if (i == 0) {
            timedOut += timesOut(pool) ? 1 : 0;
          }
        }
      }
    }
    System.out.println(
        (recorder ? "a" : "no") + " recorder, lent " + lent + " times, " + timedOut + " timed out");
  }

  private static boolean timesOut(CenoteDataSource pool) throws Exception {
    return Background.call(pool::getConnection).failure() instanceof SQLException;
  }
}
