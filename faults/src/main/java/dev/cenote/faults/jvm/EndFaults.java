package dev.cenote.faults.jvm;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Burst;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.fake.FakeScene;
import dev.cenote.faults.pool.PoolSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The end of a pool while it is in use. */
public final class EndFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int HOLDERS = 10;
  private static final long NOT_YET = Long.MIN_VALUE;

  private static final Row TIME =
      Row.millis(
          "end.time",
          "how long the end took",
          (int) PoolSettings.SHUTDOWN_TIMEOUT.toMillis() + 500);
  private static final Row WAITERS =
      Row.millis("end.waiters", "until the last who waited was told", 500);
  private static final Row LEFT =
      Row.count("end.left", "connections and threads left a second later", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "end",
              "the pool is closed while 10 borrowers keep their connections and 10 callers wait",
              Stage.JVM,
              Duration.ofMinutes(1),
              List.of(TIME, WAITERS, LEFT),
              EndFaults::close));

  private EndFaults() {}

  private static Readings close(Arena arena) throws SQLException, InterruptedException {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    FakeScene scene = FakeScene.usual(arena);
    Work keep = connection -> Pause.of(Duration.ofMinutes(10));
    Burst holders = Burst.of(scene.pool(), keep, HOLDERS);
    Pause.of(Duration.ofMillis(300));
    Burst waiters = Burst.of(scene.pool(), Work.QUERY, HOLDERS);
    Pause.of(Duration.ofMillis(100));
    Since end = Since.now();
    AtomicLong ended = new AtomicLong(NOT_YET);
    Thread closer =
        new Thread(
            () -> {
              end(scene);
              ended.set(System.nanoTime());
            },
            "client-closer");
    closer.setDaemon(true);
    closer.start();
    Diary told = waiters.await(PATIENCE);
    closer.join(PATIENCE.toMillis());
    Reading time =
        ended.get() == NOT_YET
            ? Reading.never(end.millis(), "")
            : Reading.of(end.millisTo(ended.get()));
    Pause.of(Duration.ofSeconds(1));
    Diary unused = holders.await(Duration.ZERO);
    return new Readings()
        .with(TIME, time)
        .with(WAITERS, toldAfter(end, told))
        .with(LEFT, left(scene, before));
  }

  private static void end(FakeScene scene) {
    try {
      scene.running().end().run();
    } catch (Exception e) {
      // what counts is what is left
    }
  }

  private static Reading toldAfter(Since end, Diary told) {
    if (told.requests().size() < HOLDERS) {
      return Reading.never(end.millis(), told.requests().size() + " of 10 were told");
    }
    long refused = told.requests().stream().filter(r -> r.end() == End.REFUSED).count();
    long last = told.requests().stream().mapToLong(Request::ended).max().orElseThrow();
    return Reading.of(
        Math.max(0, end.millisTo(last)), refused == HOLDERS ? "" : "some were served");
  }

  private static Reading left(FakeScene scene, Set<Thread> before) {
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    after.removeIf(thread -> thread.getName().matches("client-.*|holder-.*|process reaper.*"));
    int open = scene.database().openConnections();
    String names = after.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
    String note = open + " connections, " + after.size() + " threads";
    return Reading.of(open + after.size(), names.isEmpty() ? note : note + ": " + names);
  }
}
