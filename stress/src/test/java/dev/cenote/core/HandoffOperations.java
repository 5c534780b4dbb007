package dev.cenote.core;

import dev.cenote.core.HandoffStage.Fate;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * What threads do with a hand-off, one client a thread, for Lincheck to interleave. Every operation
 * tells where its client stands after it. When all have finished, {@link #settle} says what must
 * hold whichever way they went.
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
  private volatile @Nullable String problem;

  HandoffOperations(HandoffStage stage) {
    this.stage = stage;
  }

  /** Who waits on this stage. */
  StageWaiter newWaiter(HandoffStage stage) {
    return new StageWaiter();
  }

  /** Claims or waits. */
  @Operation
  public Standing borrow(@Param(gen = ThreadIdGen.class) int client) {
    if (standing(client) == Standing.OUT) {
      leases[client] = stage.claim();
      if (leases[client] == null) {
        waiters[client] = newWaiter(stage);
        stage.join(waiters[client]);
      }
    }
    return standing(client);
  }

  /** Gives back, if there is something to give back. */
  @Operation
  public Standing giveBack(@Param(gen = ThreadIdGen.class) int client) {
    if (standing(client) == Standing.LENT) {
      if (!leases[client].release()) {
        problem = "a lease had ended before its owner ended it: lent twice at once";
      }
      leases[client] = null;
    }
    return standing(client);
  }

  /** Stops waiting; keeps what was given in the meantime. */
  @Operation
  public Standing giveUp(@Param(gen = ThreadIdGen.class) int client) {
    if (standing(client) == Standing.WAITS) {
      leases[client] = stage.abandon(waiters[client]);
      waiters[client] = null;
    }
    return standing(client);
  }

  /** Looks, if nudged. */
  @Operation
  public Standing look(@Param(gen = ThreadIdGen.class) int client) {
    if (standing(client) == Standing.WAITS && waiters[client].isNudged()) {
      stage.heed();
    }
    return standing(client);
  }

  private Standing standing(int client) {
    StageWaiter waiter = waiters[client];
    if (waiter != null && !waiter.isPending()) {
      leases[client] = waiter.delivered();
      waiters[client] = null;
    }
    if (leases[client] != null) {
      return Standing.LENT;
    }
    return waiters[client] != null ? Standing.WAITS : Standing.OUT;
  }

  /**
   * Nobody waits beside an idle slot without somebody being told. Then those who were told look and
   * those who were served give back, until nobody waits: all slots must be there again.
   */
  @Validate
  public void settle() {
    for (int round = 0; round <= 2 * CLIENTS; round++) {
      for (int client = 0; client < CLIENTS; client++) {
        refuseForbidden(waiters[client]);
        look(client);
        giveBack(client);
      }
    }
    for (int client = 0; client < CLIENTS; client++) {
      if (standing(client) != Standing.OUT) {
        throw new AssertionError("client " + client + " waits for ever");
      }
    }
    if (stage.queued() != 0 || stage.idleCount() != stage.state.config.poolSize()) {
      throw new AssertionError(stage.queued() + " queued, " + stage.idleCount() + " slots idle");
    }
    if (problem != null) {
      throw new AssertionError(problem);
    }
  }

  private void refuseForbidden(@Nullable StageWaiter waiter) {
    Fate fate = waiter == null ? Fate.GONE : stage.fateOf(waiter);
    if (fate.isForbidden()) {
      throw new AssertionError("a waiter's fate is " + fate);
    }
  }
}
