package dev.cenote.faults.jvm;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.fake.FakeScene;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The JVM that stands still: a collection, a container that is frozen, a laptop that sleeps. */
public final class FreezeFaults {

  private static final int FROZEN_SECONDS = 60;
  private static final Row FAILED = Row.count("freeze.failed", "requests that failed", 0);
  private static final Row OPENED = Row.count("freeze.opened", "connections opened anew", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "freeze",
              "the whole JVM stands still for a minute (SIGSTOP); 20 clients on 10",
              Stage.JVM,
              Duration.ofMinutes(3),
              List.of(FAILED, OPENED),
              FreezeFaults::freeze));

  private FreezeFaults() {}

  private static Readings freeze(Arena arena)
      throws SQLException, InterruptedException, IOException, MissingException {
    FakeScene scene = FakeScene.usual(arena);
    Crowd crowd = Crowd.at(scene.pool(), Work.SHORT_USE, 20, Duration.ofMillis(1));
    Pause.of(Duration.ofSeconds(1));
    int before = scene.database().connectionsEver();
    long frozenMillis = standStill();
    Pause.of(Duration.ofSeconds(3));
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    if (frozenMillis < FROZEN_SECONDS * 1_000 - 500) {
      throw new MissingException("this machine does not let a JVM be stopped");
    }
    int failed = diary.count(request -> request.end() != End.SERVED);
    return new Readings()
        .with(FAILED, Reading.of(failed, "of " + diary.requests().size()))
        .with(OPENED, Reading.of(scene.database().connectionsEver() - before));
  }

  /** Returns how long, in milliseconds. */
  private static long standStill() throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    String script = "kill -STOP " + pid + "; sleep " + FROZEN_SECONDS + "; kill -CONT " + pid;
    long began = System.nanoTime();
    Process unused = new ProcessBuilder("/bin/sh", "-c", script).start();
    Pause.of(Duration.ofSeconds(1));
    return (System.nanoTime() - began) / 1_000_000;
  }
}
