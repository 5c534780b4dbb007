package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolBuilder;
import java.util.List;
import java.util.SplittableRandom;

/** Who comes to a pool of which settings, where nothing else happens. */
interface Cast {

  /** Sets what the pool shall be. */
  void settings(PoolBuilder<SimResource> builder, SplittableRandom random);

  /** How to see a failure again, as a line of a message. */
  String replay();

  /** Who comes. */
  List<Role> roles(SplittableRandom random);

  /** They begin to come; now is the time to say what else shall happen. */
  default void begins(Simulation world, FakeConnector server, SplittableRandom random) {}
}
