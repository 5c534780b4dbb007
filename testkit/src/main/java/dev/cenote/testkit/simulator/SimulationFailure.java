package dev.cenote.testkit.simulator;

/** An invariant was violated. The message says which, and how to see it again. */
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1;

  SimulationFailure(String message) {
    super(message);
  }
}
