package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Callers that are interrupted while they wait, connect or check. */
public final class InterruptFaults {

  private static final int SIZE = 5;
  private static final int CALLERS = 10;
  private static final Duration INSIDE = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofMillis(400);

  private static final Row LOST =
      Row.count("interrupts.lost", "slots lost, and interrupt flags lost, of 30", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          Experiment.of(
              "interrupts",
              "10 callers each are interrupted while they wait, connect, check; a pool of 5",
              Stage.FAKE_DRIVER,
              Duration.ofSeconds(150),
              LOST,
              InterruptFaults::interrupt));

  private final AtomicInteger flagsLost = new AtomicInteger();

  private InterruptFaults() {}

  private static Readings interrupt(Arena arena) throws SQLException, InterruptedException {
    InterruptFaults faults = new InterruptFaults();
    FakeScene scene = FakeScene.filled(arena, SIZE);
    faults.whileWaiting(scene);
    faults.whileConnecting(scene);
    faults.whileChecking(scene);
    scene.database().liftFaults();
    int lost = SIZE - Capacity.of(scene.pool(), SIZE, Duration.ofSeconds(5)).lent();
    String note = lost + " slots, " + faults.flagsLost + " flags";
    return Readings.only(LOST, Reading.of(lost + faults.flagsLost.get(), note));
  }

  private void whileWaiting(FakeScene scene) throws SQLException, InterruptedException {
    List<Connection> held = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      held.add(scene.pool().getConnection());
    }
    callAndInterrupt(scene.pool());
    for (Connection connection : held) {
      connection.close();
    }
  }

  private void whileConnecting(FakeScene scene) throws InterruptedException {
    var slow = scene.database().on("connect").lasting(SLOW);
    scene.database().killAll();
    callAndInterrupt(scene.pool());
    slow.lift();
    Capacity unused = Capacity.of(scene.pool(), SIZE, Duration.ofSeconds(5));
  }

  private void whileChecking(FakeScene scene) throws InterruptedException {
    var slow = scene.database().on("isValid").lasting(SLOW);
    Pause.of(CheckFaults.LONG_IDLE);
    callAndInterrupt(scene.pool());
    slow.lift();
  }

  private void callAndInterrupt(DataSource pool) throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller = new Thread(() -> call(pool), "caller-" + i);
      caller.setDaemon(true);
      caller.start();
      callers.add(caller);
    }
    Pause.of(INSIDE);
    callers.forEach(Thread::interrupt);
    for (Thread caller : callers) {
      caller.join(2_500);
    }
  }

  private void call(DataSource pool) {
    try {
      Connection connection = pool.getConnection();
      // Waits for its interrupt, if that has not come yet.
      boolean unused =
          Pause.until(() -> Thread.currentThread().isInterrupted(), Duration.ofSeconds(1));
      connection.close();
    } catch (SQLException | RuntimeException | Error e) {
      // what else there is to see is its flag
    }
    if (!Thread.currentThread().isInterrupted()) {
      flagsLost.incrementAndGet();
    }
  }
}
