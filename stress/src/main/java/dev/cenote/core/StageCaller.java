package dev.cenote.core;

import dev.cenote.core.wait.Waiter;

/** Somebody who wants a connection from a {@link PoolStage}, and does not block. */
final class StageCaller extends Waiter<Lease<StageConnection>> {

  /** What can become of a caller. */
  enum Fate {
    /** Nothing yet. */
    WAITING,
    /** It was given a lease that stands. */
    SERVED,
    /** It was given a lease that had ended: forbidden. */
    CHEATED,
    /** It was told that it will get nothing. */
    FAILED,
    /** It left. */
    GONE
  }

  StageCaller(long since) {
    super(since);
  }

  @Override
  public void run() {}

  Fate fate() {
    if (isPending()) {
      return Fate.WAITING;
    }
    Lease<StageConnection> lease = delivered();
    if (lease != null) {
      return lease.isActive() ? Fate.SERVED : Fate.CHEATED;
    }
    return failure() == null ? Fate.GONE : Fate.FAILED;
  }
}
