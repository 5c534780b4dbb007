package dev.cenote.core;

import java.util.ArrayList;
import java.util.List;

/**
 * A few threads on one stage, for a model checker to interleave. When all have finished, {@link
 * #settle} says what must hold of any hand-off, whichever way they went.
 */
final class HandoffScenario {

  private final HandoffStage stage;
  private final List<StageWaiter> waiters = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  HandoffScenario(HandoffStage stage) {
    this.stage = stage;
  }

  /** A lease, taken before the race. */
  Lease<String> lent() {
    Lease<String> lease = stage.claim();
    if (lease == null) {
      throw new AssertionError("nothing to lend before the race");
    }
    return lease;
  }

  /** A waiter who will join. */
  StageWaiter waiter() {
    StageWaiter waiter = new StageWaiter();
    waiters.add(waiter);
    return waiter;
  }

  /** A waiter who has joined before the race. */
  StageWaiter queued() {
    StageWaiter waiter = waiter();
    stage.join(waiter);
    return waiter;
  }

  /** Starts a thread. */
  void run(Runnable steps) {
    Thread thread = new Thread(steps);
    threads.add(thread);
    thread.start();
  }

  /** Ends a lease that nobody else may have ended. */
  static void giveBack(Lease<String> lease) {
    if (!lease.release()) {
      throw new AssertionError("the lease had ended before: lent twice at once");
    }
  }

  /** Claims or waits, and gives back at once what was got without waiting longer. */
  void borrowAndGiveBack(StageWaiter waiter) {
    Lease<String> lease = stage.claim();
    if (lease != null) {
      waiter.deliver(lease);
    } else {
      stage.join(waiter);
      lease = waiter.delivered();
    }
    if (lease != null) {
      giveBack(lease);
    }
  }

  /**
   * Lets all threads finish; then lets those who were woken look and those who were served give
   * back, until nobody waits.
   */
  void settle() {
    for (Thread thread : threads) {
      join(thread);
    }
    for (StageWaiter waiter : waiters) {
      refuseLost(waiter);
    }
    for (int round = 0; stage.queued() > 0; round++) {
      if (round > waiters.size()) {
        throw new AssertionError("somebody waits for ever");
      }
      for (StageWaiter waiter : waiters) {
        serve(waiter);
      }
    }
    int slots = stage.state.config.poolSize();
    for (StageWaiter waiter : waiters) {
      giveBackIfActive(waiter);
    }
    if (stage.idleCount() != slots) {
      throw new AssertionError("a slot is lost: " + stage.idleCount() + " of " + slots + " idle");
    }
  }

  private void serve(StageWaiter waiter) {
    refuseLost(waiter);
    if (waiter.isPending() && waiter.isNudged()) {
      stage.heed();
    }
    giveBackIfActive(waiter);
  }

  private static void giveBackIfActive(StageWaiter waiter) {
    Lease<String> lease = waiter.delivered();
    if (lease != null && lease.isActive()) {
      giveBack(lease);
    }
  }

  private void refuseLost(StageWaiter waiter) {
    String fate = stage.fateOf(waiter);
    if (fate.equals("LOST") || fate.equals("ASLEEP")) {
      throw new AssertionError("a waiter is " + fate);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
