package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * How a connection leaves the pool with its borrower: its slot is vacant at once, its permit stays
 * taken until it is closed, unless it was given back when it left.
 *
 * @param <R> the resource
 */
final class Departure<R> {

  private final PoolState<R> state;
  private final Runnable afterVacancy;

  /**
   * Knows the way out.
   *
   * @param afterVacancy a slot or a permit has become free; called with the lock held
   */
  Departure(PoolState<R> state, Runnable afterVacancy) {
    this.state = state;
    this.afterVacancy = afterVacancy;
  }

  /**
   * Detaches what is leased under {@code word}.
   *
   * @return what to call once it has been closed; null if that lease has ended
   */
  @Nullable Runnable detach(Slot<R> slot, long word, boolean keepsPermit) {
    Runnable afterwards = new Ending(keepsPermit); // made first: later there is no way back
    state.control.lock();
    try {
      if (!vacate(slot, word)) {
        return null;
      }
      state.ledger.open--;
      if (keepsPermit) {
        state.ledger.detached++;
      } else {
        state.ledger.released++;
        state.budget.giveBack();
      }
      state.slots.unpublish(slot);
      state.heldToTheEnd(slot, state.now());
      state.doomCauses.forget(slot);
      slot.clear();
      state.slots.returnVacant(slot);
      state.ledger.retired.add(RetireReason.DETACHED);
      state.announce(new PoolEvent.Detached(slot.number(), keepsPermit));
      afterVacancy.run();
      return afterwards;
    } finally {
      state.control.unlock();
    }
  }

  private boolean vacate(Slot<R> slot, long word) {
    long current = slot.wordUnder(word);
    while (current != Slot.LOST) { // at most twice: a doom may come in between
      if (slot.vacate(current) != Slot.LOST) {
        return true;
      }
      current = slot.wordUnder(word);
    }
    return false;
  }

  /**
   * It has been closed. Whoever could not go through with this, for want of memory, runs it again.
   */
  private final class Ending implements Runnable {

    private final boolean keptPermit;
    private boolean noted; // guarded by the control lock

    Ending(boolean keptPermit) {
      this.keptPermit = keptPermit;
    }

    @Override
    public void run() {
      state.control.lock();
      try {
        note();
        if (keptPermit) {
          afterVacancy.run();
        }
      } finally {
        state.control.unlock();
      }
    }

    private void note() {
      if (noted) {
        return;
      }
      noted = true;
      if (keptPermit) {
        state.ledger.detached--;
        state.budget.giveBack();
      } else {
        state.ledger.released--;
      }
    }
  }
}
