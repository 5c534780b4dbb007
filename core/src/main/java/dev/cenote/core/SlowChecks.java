package dev.cenote.core;

import dev.cenote.core.CheckCall.Counted;
import dev.cenote.core.Freshness.Verdict;
import dev.cenote.core.connect.OpenGate;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.Alarm;
import dev.cenote.core.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nobody waits for the answer of one silent connection alone. A check that has had
 * no answer for a while, far longer than a round trip takes, may have none until its deadline: the
 * network has forgotten the connection, and others with it. So it is no longer counted on: the next
 * idle one is asked. And whoever has waited that long as the first of all gets one opened besides;
 * if all places are taken, an idle one that would have to be asked too gives way, but not the last.
 *
 * <p>One such attempt at a time, and none for who is served in time: a server that is merely slow,
 * or has one silent connection, is not stormed with logins. All of it is guarded by the control
 * lock.
 *
 * @param <R> the resource
 */
final class SlowChecks<R> {

  /** As often as a server that does not answer is probed. */
  static final long PATIENCE_MAX_NANOS = 500_000_000;

  private final PoolState<R> state;
  private final Retirement<R> retirement;
  private final List<CheckCall<R>> asked = new ArrayList<>();

  SlowChecks(PoolState<R> state, Retirement<R> retirement) {
    this.state = state;
    this.retirement = retirement;
  }

  /** Somebody waits for the answer. */
  void begun(CheckCall<R> call) {
    asked.add(call);
  }

  /** It has come, or is not waited for any longer. */
  void ended(CheckCall<R> call) {
    asked.remove(call);
  }

  /** Counts no longer on those that have had no answer for long. */
  void look(long now) {
    for (CheckCall<R> call : asked) {
      if (now - dueOf(call) >= 0) {
        call.countAs(Counted.SLOW);
      }
    }
  }

  /** Whether a connection should be opened whatever else is on its way. */
  boolean wantOpen(long now) {
    Waiter<Lease<R>> head = state.queue.head();
    return head != null
        && state.ledger.checksSlow > 0
        && state.ledger.opening == 0
        && now - dueOf(head) >= 0;
  }

  /** Lets an idle connection give way to one that can be opened now, if somebody should be. */
  void makeRoom(long now, long coarseNow) {
    boolean helps = wouldHelp(now) && gateOpensIn(now) == 0;
    Slot<R> least = helps ? leastOfSeveral(coarseNow) : null;
    if (least != null) {
      long word = least.word();
      if (Slot.saysIdle(word)) {
        retirement.retire(least, word, RetireReason.GAVE_WAY, null);
      }
    }
  }

  private boolean wouldHelp(long now) {
    return wantOpen(now)
        && state.ledger.closing == 0
        && state.budget.taken() == state.budget.limit();
  }

  private long gateOpensIn(long now) {
    return state.gate.delay(now, 0, state.ledger.givenUp, true);
  }

  /**
   * One of at least two that have been idle for long, are kept for nobody, and would have to be
   * asked. One that has just come back is asked: whoever waits does so for want of connections.
   */
  private @Nullable Slot<R> leastOfSeveral(long now) {
    Slot<R> found = null;
    int count = 0;
    for (Slot<R> slot : state.slots.open()) {
      boolean idle = Slot.saysIdle(slot.word()) && now - slot.idleSince >= patience();
      if (idle && slot.keeper == null) {
        Verdict verdict = state.freshness.verdict(slot, now);
        if (verdict == Verdict.OUTDATED) {
          return null; // it goes anyway
        }
        if (verdict == Verdict.DUE) {
          count++;
          found = slot;
        }
      }
    }
    return count > 1 ? found : null;
  }

  /** Sets the alarm for when there may be something to do. */
  void lookAgain(Alarm alarm, long now) {
    for (CheckCall<R> call : asked) {
      if (now - dueOf(call) < 0) {
        alarm.ringBy(dueOf(call));
      }
    }
    Waiter<Lease<R>> head = state.queue.head();
    if (head != null && state.ledger.checksSlow > 0 && now - dueOf(head) < 0) {
      alarm.ringBy(dueOf(head));
    }
    long delay = wouldHelp(now) ? gateOpensIn(now) : 0;
    if (delay > 0 && delay != OpenGate.UNTIL_ONE_ENDS) {
      alarm.ringBy(now + delay);
    }
  }

  private static long dueOf(CheckCall<?> call) {
    return call.askedAt + patience(call.timeoutNanos);
  }

  private long dueOf(Waiter<Lease<R>> head) {
    return head.since() + patience();
  }

  private long patience() {
    return patience(PoolConfig.nanos(state.config.checkTimeout()));
  }

  private static long patience(long timeoutNanos) {
    return Math.min(timeoutNanos / 2, PATIENCE_MAX_NANOS);
  }
}
