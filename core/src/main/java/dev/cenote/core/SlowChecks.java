package dev.cenote.core;

import dev.cenote.core.Freshness.Verdict;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import java.util.ArrayDeque;

/**
 * Sees to it that nobody waits for the answer of one silent connection alone. A check that has had
 * no answer for a while, far longer than a round trip takes, may have none until its deadline: the
 * network has forgotten the connection, and others with it. So it is no longer counted on: the next
 * idle one is asked, and one connection is opened besides. If all places are taken, an idle one
 * that would have to be asked first gives way.
 *
 * <p>One such attempt at a time: a server that is merely slow is not stormed with logins. All of it
 * is guarded by the control lock.
 *
 * @param <R> the resource
 */
final class SlowChecks<R> {

  /** As often as a server that does not answer is probed. */
  static final long PATIENCE_MAX_NANOS = 500_000_000;

  private final PoolState<R> state;
  private final Retirement<R> retirement;
  private final ArrayDeque<CheckCall<R>> young = new ArrayDeque<>(); // in the order of their begin
  private int slow;

  SlowChecks(PoolState<R> state, Retirement<R> retirement) {
    this.state = state;
    this.retirement = retirement;
  }

  /** Somebody waits for this check from now on. Returns when to look whether it has an answer. */
  long begun(CheckCall<R> call) {
    young.add(call);
    return call.askedAt + patience(call);
  }

  private static long patience(CheckCall<?> call) {
    return Math.min(call.timeoutNanos / 2, PATIENCE_MAX_NANOS);
  }

  /** A check for which somebody waited has ended. Says whether it was slow. */
  boolean ended(CheckCall<R> call) {
    boolean wasSlow = !young.remove(call);
    if (wasSlow) {
      slow--;
    }
    return wasSlow;
  }

  /** Counts no longer on those that have had no answer for long. */
  void look(long now) {
    CheckCall<R> eldest = young.peek();
    while (eldest != null && now - eldest.askedAt - patience(eldest) >= 0) {
      young.remove();
      slow++;
      state.ledger.checksForWaiters--;
      state.ledger.checksForChores++;
      eldest = young.peek();
    }
  }

  /** Whether a connection should be opened whatever else is on its way. */
  boolean wantOpen() {
    return slow > 0 && state.ledger.opening == 0;
  }

  /** Lets an idle connection give way to one that can be opened now, if somebody should be. */
  void makeRoom(long now, long coarseNow) {
    boolean helps =
        wantOpen()
            && state.ledger.closing == 0
            && state.budget.taken() >= state.budget.limit()
            && state.gate.delay(now, 0, state.ledger.givenUp, true) == 0;
    if (!helps) {
      return;
    }
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (Slot.saysIdle(word)
          && !Keeping.withholds(state, slot)
          && state.freshness.verdict(slot, coarseNow) == Verdict.DUE
          && retirement.retire(slot, word, RetireReason.GAVE_WAY, null)) {
        return;
      }
    }
  }
}
