package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.SQLException;
import java.time.Duration;

/** What goes well at first: a connection that is there and not begun, a pool that is half full. */
final class HalfwayScenes {

  private final Watched watched;

  HalfwayScenes(Watched watched) {
    this.watched = watched;
  }

  private static SQLException careless(String state) {
    String secret = Canary.in("Halfway");
    SQLException failure =
        new SQLException("no: jdbc:fake://app:" + secret + "@db", state, new Throwable(secret));
    failure.addSuppressed(new IllegalStateException("password=" + secret));
    return failure;
  }

  private static String url(FakeDatabase database) {
    return database.url() + "?user=app&password=" + Canary.in("Halfway");
  }

  void requestNotBegun() throws Exception {
    try (FakeDatabase database = FakeDatabase.create()) {
      database.on("beginRequest").always().throwing(() -> careless("08006"));
      CenoteDataSource pool =
          watched.start(b ->
              b.url(url(database)).requestBoundaries(true).connectTimeout(Duration.ofSeconds(30)));
      if (pool == null) {
        throw new AssertionError("no pool on the fake driver");
      }
      watched.refused(pool);
      watched.end(pool);
    }
  }

  void notFilled() {
    try (FakeDatabase database = FakeDatabase.create()) {
      database.on("connect").afterCalls(1).always().throwing(() -> careless("53300"));
      watched.start(b ->
          b.url(url(database))
              .poolSize(3)
              .prefill(true)
              .onStart(OnStart.WAIT_FILLED)
              .acquireTimeout(Duration.ofSeconds(2))
              .connectTimeout(Duration.ofSeconds(2)));
    }
  }
}
