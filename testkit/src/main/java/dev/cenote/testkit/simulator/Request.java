package dev.cenote.testkit.simulator;

import dev.cenote.core.Lease;
import dev.cenote.core.wait.Waiter;
import org.jspecify.annotations.Nullable;

/** One acquire of one client. */
final class Request extends Waiter<Lease<SimResource>> {

  /** Arrivals are numbered. */
  final long arrival;

  /** By when it must have been resolved. */
  final long deadline;

  /** Whether it would wait although everything is borrowed. */
  final boolean mayQueue;

  /** How long the process had stood still when it began. */
  final long stoodStill;

  /** Whether somebody was refused so that this one goes on, before those who came earlier. */
  boolean favoured;

  /** Whether it waits as a virtual thread. */
  boolean light;

  /** Numbers its parks: an alarm that was set for an earlier one says nothing any more. */
  int parks;

  /** When its alarm rings; {@link Long#MAX_VALUE}: somebody else keeps its time. */
  long ringsAt;

  private final Runnable woken;

  Request(
      long since,
      long deadline,
      long arrival,
      boolean mayQueue,
      long stoodStill,
      @Nullable Object borrower,
      Runnable woken) {
    super(since, borrower);
    this.mayQueue = mayQueue;
    this.stoodStill = stoodStill;
    this.arrival = arrival;
    this.deadline = deadline;
    this.woken = woken;
  }

  @Override
  public boolean isLight() {
    return light;
  }

  @Override
  public long patience() {
    return light ? deadline - since() : 0;
  }

  @Override
  public void run() {
    woken.run();
  }
}
