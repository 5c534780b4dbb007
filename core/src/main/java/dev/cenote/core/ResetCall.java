package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Undoing what a borrower left, on the borrower's own thread. Unlike the other calls it takes no
 * lock unless something goes wrong, and it is never interrupted: the thread is not ours.
 *
 * @param <R> the resource
 */
final class ResetCall<R> implements DriverCall {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Retirement<R> retirement;
  private final Surplus<R> surplus;
  private final Slot<R> slot;
  private final R resource;
  private final long word;
  private final @Nullable RetireReason ending;
  private @Nullable Throwable failure;

  ResetCall(
      PoolState<R> state,
      Handoff<R> handoff,
      Retirement<R> retirement,
      Surplus<R> surplus,
      Slot<R> slot,
      R resource,
      long word,
      @Nullable RetireReason ending) {
    this.state = state;
    this.handoff = handoff;
    this.retirement = retirement;
    this.surplus = surplus;
    this.slot = slot;
    this.resource = resource;
    this.word = word;
    this.ending = ending;
  }

  @Override
  public Kind kind() {
    return Kind.RESET;
  }

  @Override
  public void invoke() {
    if (!slot.isOwnedUnder(word)) {
      return; // taken over before it began
    }
    Thread me = Thread.currentThread();
    slot.resetter = me;
    try {
      state.connector.reset(resource);
    } catch (Throwable whatever) {
      failure = whatever;
    } finally {
      slot.forgetResetter(me);
    }
  }

  @Override
  public void complete() {
    if (failure == null && (givenBack() || (isPardoned() && givenBack()))) {
      return;
    }
    state.control.lock();
    try {
      if (slot.isOwnedUnder(word)) {
        learn();
        retirement.retire(slot, word, reason(), failure);
      } else {
        state.ledger.givenUp--;
        try {
          state.announce(
              new PoolEvent.GivenUpReturned(
                  slot.number(), Kind.RESET.name(), state.ledger.givenUp));
        } finally { // a drain waits for it
          state.returnedAtLast();
        }
      }
    } finally {
      state.control.unlock();
    }
  }

  /** As an error of a borrower does; only while it is owned is it known which one it was. */
  private void learn() {
    if (failure != null && state.connector.isMisplaced(failure)) {
      state.foundDead(slot, true);
      state.idleDeaths.broke(state.now());
    }
  }

  /** Without a failure or an order to end it, it is doomed, and the doom says why. */
  private RetireReason reason() {
    if (failure != null) {
      return RetireReason.RESET_FAILED;
    }
    return ending == null ? RetireReason.UNWANTED : ending;
  }

  private boolean givenBack() {
    if (ending != null || slot.word() != word) {
      return false;
    }
    if (surplus.closesReturned(slot, word)) {
      return true;
    }
    handoff.stampReturn(slot, word);
    return handoff.giveBack(slot, word);
  }

  private boolean isPardoned() {
    state.control.lock();
    try {
      return surplus.pardons(slot, word);
    } finally {
      state.control.unlock();
    }
  }
}
