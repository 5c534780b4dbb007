package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says no: login refused, no room, read-only. */
public final class RefusalFaults {

  private static final Row REFUSED_TOLD =
      Row.millis("login-refused.told", "the longest wait for the failure", 1_000);
  private static final Row REFUSED_LOGINS =
      Row.count("login-refused.logins", "logins tried in 10 s", 4);
  private static final int BACK_MAX_SECONDS = 10;

  /** Who asks less often learns of it later: by then the pauses are some 8 s long. */
  private static final Row REFUSED_BACK =
      Row.millis(
          "login-refused.back",
          "from when the old password is right again until a good borrow",
          1_000 * BACK_MAX_SECONDS);

  private static final Row CHANGED_NEW =
      Row.millis(
          "login-changed.new",
          "from when the pool is told the new password to a good borrow",
          1_000);

  private static final int ROOM = 5;
  private static final Row FULL_FAILED = Row.count("server-full.failed", "requests that failed", 0);
  private static final Row FULL_LOGINS =
      Row.count("server-full.logins", "logins tried in a minute", 12);

  private static final Row ROLE_WRITES =
      Row.count("role-change.writes", "failed writes of the connection that failed most", 1);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "login-refused",
              "the password was changed (28P01) and the connections are lost; 4 clients",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(REFUSED_TOLD, REFUSED_LOGINS, REFUSED_BACK),
              RefusalFaults::loginRefused),
          Experiment.of(
              "login-changed",
              "the same for 10 s, then the pool is told the new password; 4 clients",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              CHANGED_NEW,
              RefusalFaults::loginChanged),
          new Experiment(
              "server-full",
              "5 of 10 connections are lost and the server takes no more (53300); 8 clients",
              Stage.FAKE_DRIVER,
              Duration.ofSeconds(100),
              List.of(FULL_FAILED, FULL_LOGINS),
              RefusalFaults::serverFull),
          Experiment.of(
              "role-change",
              "the server is read-only now (25006), new connections reach its successor",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              ROLE_WRITES,
              RefusalFaults::roleChange));

  private RefusalFaults() {}

  private static Readings loginRefused(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    scene.database().settings().login("app", "changed");
    scene.database().forgetCalls();
    scene.database().restart();
    Since start = Since.now();
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, 4, Duration.ofMillis(100));
    Pause.of(Duration.ofSeconds(10));
    int logins = scene.database().calls("connect");
    Diary diary = crowd.diary();
    int refused = diary.count(End.REFUSED, start.moment());
    scene.database().settings().login("app", "right");
    Reading back = Since.now().firstServed(crowd, Duration.ofSeconds(2 * BACK_MAX_SECONDS));
    return new Readings()
        .with(REFUSED_TOLD, Reading.of(diary.longestWait() / 1e6, refused + " were told"))
        .with(REFUSED_LOGINS, Reading.of(logins))
        .with(REFUSED_BACK, back);
  }

  /** However long the pool rests by then: whoever changes the password waits for it. */
  private static Readings loginChanged(Arena arena) throws Exception {
    FakeScene scene = FakeScene.usual(arena);
    scene.database().settings().login("app", "changed");
    scene.database().restart();
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, 4, Duration.ofMillis(100));
    Pause.of(Duration.ofSeconds(10));
    Since told = Since.now();
    scene.running().newPassword().tell("changed");
    return Readings.only(CHANGED_NEW, told.firstServed(crowd, Duration.ofSeconds(20)));
  }

  private static Readings serverFull(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Pause.of(CheckFaults.LONG_IDLE); // so that who is lent a dead one is another row's number
    scene.database().settings().maxConnections(ROOM);
    for (int number : scene.openNumbers().subList(0, scene.size() - ROOM)) {
      scene.database().session(number).kill();
    }
    scene.database().forgetCalls();
    Since start = Since.now();
    Crowd crowd = Crowd.at(scene.pool(), Work.SHORT_USE, 8, Duration.ofMillis(5));
    Pause.of(Duration.ofSeconds(2));
    Since third = Since.now();
    Pause.of(Duration.ofSeconds(58));
    int logins = scene.database().calls("connect");
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    int refused = diary.count(End.REFUSED, start.moment());
    int dead = diary.count(End.FAILED, start.moment());
    int later = diary.count(End.REFUSED, third.moment()) + diary.count(End.FAILED, third.moment());
    String note =
        "%d refused, %d dead, of %d; %d of them in the first two seconds"
            .formatted(refused, dead, diary.requests().size(), refused + dead - later);
    return new Readings()
        .with(FULL_FAILED, Reading.of(refused + dead, note))
        .with(FULL_LOGINS, Reading.of(logins));
  }

  private static Readings roleChange(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    List<AtomicInteger> failed = new ArrayList<>();
    for (int number : scene.openNumbers()) {
      AtomicInteger count = new AtomicInteger();
      failed.add(count);
      scene
          .database()
          .on("executeUpdate")
          .onlyConnection(number)
          .throwing(() -> {
            count.incrementAndGet();
            return new SQLException("cannot execute UPDATE in a read-only transaction", "25006");
          });
    }
    Work write =
        connection -> {
          try (Statement statement = connection.createStatement()) {
            int unused = statement.executeUpdate("UPDATE orders SET paid = true");
          }
        };
    Crowd crowd = Crowd.at(scene.pool(), write, 4, Duration.ofMillis(5));
    Pause.of(Duration.ofSeconds(5));
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    int worst = failed.stream().mapToInt(AtomicInteger::get).max().orElse(0);
    int all = failed.stream().mapToInt(AtomicInteger::get).sum();
    return Readings.only(
        ROLE_WRITES, Reading.of(worst, all + " of " + diary.requests().size() + " writes failed"));
  }
}
