package dev.cenote.testkit.simulator;

/** An invariant was violated. The message says which, and how to see it again. */
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1;

  SimulationFailure(String message) {
    super(message);
  }

  /** The command that plays a seed again, as a line of a message. */
  static String replay(long seed, int steps) {
    return replay("SimulatorTest") + " -Dcenote.sim.seed=" + seed + " -Dcenote.sim.steps=" + steps;
  }

  /** The command that runs that test, as a line of a message. */
  static String replay(String test) {
    return "\n  replay: mvn -q test -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + test;
  }
}
