package dev.cenote.testkit.simulator;

import dev.cenote.core.Lease;
import dev.cenote.core.wait.Waiter;

/** One acquire of one client. */
final class Request extends Waiter<Lease<SimResource>> {

  /** Arrivals are numbered. */
  final long arrival;

  /** By when it must have been resolved. */
  final long deadline;

  private final Runnable woken;

  Request(long since, long deadline, long arrival, Runnable woken) {
    super(since);
    this.arrival = arrival;
    this.deadline = deadline;
    this.woken = woken;
  }

  @Override
  public void run() {
    woken.run();
  }
}
