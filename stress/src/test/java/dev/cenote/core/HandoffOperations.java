package dev.cenote.core;

import dev.cenote.core.HandoffStage.Fate;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What clients do with a hand-off, for Lincheck to interleave. A client belongs to one thread and
 * has at most one lease or one waiter; every operation tells where its client stands after it. When
 * all have finished, {@link #settle} says what must hold whichever way they went.
 */
public abstract class HandoffOperations {

  /** Where a client stands. */
  public enum Standing {
    /** It has nothing and wants nothing. */
    OUT,
    /** It waits. */
    WAITS,
    /** It has a lease. */
    LENT
  }

  private static final int CLIENTS = 4;

  private final HandoffStage stage;
  private final StageWaiter[] waiters = new StageWaiter[CLIENTS];
  private final Lease<?>[] leases = new Lease<?>[CLIENTS];
  private volatile boolean lentTwice;

  HandoffOperations(HandoffStage stage) {
    this.stage = stage;
  }

  /** Who waits on this stage. */
  StageWaiter newWaiter(HandoffStage stage) {
    return new StageWaiter();
  }

  /** Claims or waits, unless it has done so before. */
  @Operation
  public Standing borrow(@Param(gen = ThreadIdGen.class) int client) {
    Standing before = standing(client);
    if (before != Standing.OUT) {
      return before;
    }
    leases[client] = stage.claim();
    if (leases[client] != null) {
      return Standing.LENT;
    }
    waiters[client] = newWaiter(stage);
    return stage.join(waiters[client]) ? Standing.LENT : Standing.WAITS;
  }

  /** Gives back, if there is something to give back. */
  @Operation
  public Standing giveBack(@Param(gen = ThreadIdGen.class) int client) {
    Standing before = standing(client);
    if (before != Standing.LENT) {
      return before;
    }
    if (!leases[client].release()) {
      lentTwice = true; // somebody else has ended a lease that was ours
    }
    leases[client] = null;
    return Standing.OUT;
  }

  /** Stops waiting; keeps what was given in the meantime. */
  @Operation
  public Standing giveUp(@Param(gen = ThreadIdGen.class) int client) {
    Standing before = standing(client);
    if (before != Standing.WAITS) {
      return before;
    }
    leases[client] = stage.abandon(waiters[client]);
    waiters[client] = null;
    return leases[client] != null ? Standing.LENT : Standing.OUT;
  }

  /** Looks, if nudged. */
  @Operation
  public Standing look(@Param(gen = ThreadIdGen.class) int client) {
    Standing before = standing(client);
    if (before == Standing.WAITS && waiters[client].isNudged()) {
      stage.heed();
      return standing(client);
    }
    return before;
  }

  private Standing standing(int client) {
    StageWaiter waiter = waiters[client];
    if (waiter == null) {
      return leases[client] == null ? Standing.OUT : Standing.LENT;
    }
    if (waiter.isPending()) {
      return Standing.WAITS;
    }
    leases[client] = waiter.delivered();
    waiters[client] = null;
    return Standing.LENT;
  }

  /**
   * Nobody waits beside an idle slot without the head being told. Then those who were told look and
   * those who were served give back, until nobody waits: all slots must be there again.
   */
  @Validate
  public void settle() {
    for (int round = 0; round < CLIENTS; round++) {
      for (int client = 0; client < CLIENTS; client++) {
        refuseForbiddenFates();
        look(client);
        giveBack(client);
      }
    }
    if (lentTwice) {
      throw new AssertionError("a slot was lent twice at once");
    }
    if (stage.queued() != 0 || stage.idleCount() != stage.state.config.poolSize()) {
      throw new AssertionError(
          stage.queued() + " still wait, " + stage.idleCount() + " slots are idle");
    }
  }

  private void refuseForbiddenFates() {
    for (StageWaiter waiter : waiters) {
      Fate fate = waiter == null ? Fate.GONE : stage.fateOf(waiter);
      if (fate.isForbidden()) {
        throw new AssertionError("a waiter's fate is " + fate);
      }
    }
  }
}
