package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.fake.CheckFaults;
import dev.cenote.faults.fake.CloseFaults;
import dev.cenote.faults.fake.ConnectFaults;
import dev.cenote.faults.fake.InterruptFaults;
import dev.cenote.faults.fake.RefusalFaults;
import dev.cenote.faults.fake.ResetFaults;
import dev.cenote.faults.fake.StateFaults;
import dev.cenote.faults.fake.ThrowingFaults;
import dev.cenote.faults.jvm.EndFaults;
import dev.cenote.faults.jvm.FreezeFaults;
import dev.cenote.faults.jvm.RedeployFaults;
import dev.cenote.faults.network.DroppedFaults;
import dev.cenote.faults.network.NetworkFaults;
import dev.cenote.faults.network.SoakFaults;
import dev.cenote.faults.server.BouncerFaults;
import dev.cenote.faults.server.MariaDbFaults;
import dev.cenote.faults.server.PromotionFaults;
import dev.cenote.faults.server.ServerFaults;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All faults. */
final class Catalogue {

  /** In the order of the page. */
  static final List<Experiment> ALL =
      Stream.of(
              ConnectFaults.ALL,
              CheckFaults.ALL,
              CloseFaults.ALL,
              ResetFaults.ALL,
              StateFaults.ALL,
              RefusalFaults.ALL,
              ThrowingFaults.ALL,
              InterruptFaults.ALL,
              NetworkFaults.ALL,
              DroppedFaults.ALL,
              SoakFaults.ALL,
              ServerFaults.ALL,
              PromotionFaults.ALL,
              BouncerFaults.ALL,
              MariaDbFaults.ALL,
              FreezeFaults.ALL,
              EndFaults.ALL,
              RedeployFaults.ALL)
          .flatMap(List::stream)
          .toList();

  private static final List<String> SHORT_KEYS =
      List.of("reset-fails", "state", "login-refused", "reset", "far", "postgres-kill", "end");

  /**
   * Fast ones, of which the outcome hangs little on the machine's speed: a bad return, a refusal, a
   * look at sockets (a dead one is seen, a live one costs no round trip), a kill, an end.
   */
  static final List<Experiment> SHORT =
      ALL.stream().filter(experiment -> SHORT_KEYS.contains(experiment.key())).toList();

  private Catalogue() {}

  static Optional<Experiment> experiment(String key) {
    return ALL.stream().filter(experiment -> experiment.key().equals(key)).findFirst();
  }
}
