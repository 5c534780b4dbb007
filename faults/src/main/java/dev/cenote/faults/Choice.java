package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which cells are run.
 *
 * @param experiments these, with all their rows
 * @param pools with each of these
 */
record Choice(List<Experiment> experiments, List<PoolAdapter> pools) {

  /** All rows, in the order of the page. */
  List<Row> rows() {
    return experiments.stream().flatMap(experiment -> experiment.rows().stream()).toList();
  }

  /** Whether an experiment or one of its rows goes by this name. */
  static Predicate<Experiment> named(String name) {
    return experiment ->
        experiment.key().equals(name)
            || experiment.rows().stream().map(Row::key).anyMatch(name::equals);
  }
}
