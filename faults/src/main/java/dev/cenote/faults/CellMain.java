package dev.cenote.faults;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.Pools;
import java.io.IOException;
import java.nio.file.Path;

/** The program of a forked JVM: one experiment with one pool. */
final class CellMain {

  private CellMain() {}

  /** Takes the experiment's key, the pool's key, and the file for the results. */
  public static void main(String[] arguments) throws IOException {
    Experiment experiment = Catalogue.experiment(arguments[0]).orElseThrow();
    PoolAdapter pool = Pools.of(arguments[1]).orElseThrow();
    ResultsFile file = new ResultsFile(Path.of(arguments[2]));
    Readings readings = run(experiment, pool);
    for (Row row : experiment.rows()) {
      file.append(Result.of(row, pool, readings.of(row)));
    }
    // Threads that hang in the pool or the driver must not keep the JVM.
    System.exit(0);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, it is what came out
  private static Readings run(Experiment experiment, PoolAdapter pool) {
    try {
      return experiment.act().run(new Arena(pool));
    } catch (MissingException e) {
      return all(experiment, Reading.skipped(String.valueOf(e.getMessage())));
    } catch (Exception | Error e) {
      e.printStackTrace();
      return all(experiment, Reading.failed(e.toString().lines().findFirst().orElse("")));
    }
  }

  private static Readings all(Experiment experiment, Reading reading) {
    Readings readings = new Readings();
    experiment.rows().forEach(row -> readings.with(row, reading));
    return readings;
  }
}
