package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.Pools;
import java.time.Duration;
import java.util.List;

/** An experiment that was never run, and results of it. */
final class Samples {

  static final Row BACK = Row.millis("outage.back", "until it is back", 1_000);
  static final Row DEAD = Row.count("outage.dead", "dead ones lent", 0);
  static final Experiment OUTAGE =
      new Experiment(
          "outage",
          "all is lost",
          Stage.FAKE_DRIVER,
          Duration.ofSeconds(5),
          List.of(BACK, DEAD),
          arena -> new Readings());

  static final PoolAdapter CENOTE = Pools.of("cenote").orElseThrow();
  static final PoolAdapter HIKARI = Pools.of("hikari").orElseThrow();
  static final Choice CHOICE = new Choice(List.of(OUTAGE), List.of(CENOTE, HIKARI));

  private Samples() {}

  static List<Result> results(PoolAdapter pool, Reading back, Reading dead) {
    return List.of(Result.of(BACK, pool, back), Result.of(DEAD, pool, dead));
  }
}
