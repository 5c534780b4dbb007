package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.fake.ConnectFaults;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All faults. */
final class Catalogue {

  /** In the order of the page. */
  static final List<Experiment> ALL = Stream.of(ConnectFaults.ALL).flatMap(List::stream).toList();

  private static final List<String> SHORT_KEYS = List.of("connect-hangs", "burst");

  /** The fast ones that show most. */
  static final List<Experiment> SHORT =
      ALL.stream().filter(experiment -> SHORT_KEYS.contains(experiment.key())).toList();

  private Catalogue() {}

  static Optional<Experiment> experiment(String key) {
    return ALL.stream().filter(experiment -> experiment.key().equals(key)).findFirst();
  }
}
