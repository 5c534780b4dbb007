package dev.cenote.core;

import dev.cenote.core.wait.Waiter;

/** A waiter that does not block: it only notes that it was woken. */
class StageWaiter extends Waiter<Lease<String>> {

  /** Whether {@link #run} was called. Plain on purpose: it must order nothing. */
  private boolean woken;

  StageWaiter() {
    super(0);
  }

  @Override
  public void run() {
    woken = true;
  }

  /** To be asked when all threads have finished. */
  boolean wasWoken() {
    return woken;
  }
}
