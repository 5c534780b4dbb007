package dev.cenote.core;

import dev.cenote.core.CheckCall.Counted;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.connect.OpenGate;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.size.Demand;
import dev.cenote.core.size.FixedSizer;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.Alarm;
import dev.cenote.core.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * Gets connections for those who wait and for those who will: decides which idle connections to
 * check and when to open new ones, and takes in what comes of it. All of it is guarded by the
 * control lock.
 *
 * @param <R> the resource
 */
final class Supply<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Retirement<R> retirement;
  private final Surplus<R> surplus;
  private final Outage<R> outage;
  private final Lifetimes lifetimes;
  private final SlowChecks<R> slowChecks;
  private final Alarm alarm;
  private @Nullable Watchdog<R> watchdog;
  private Runnable afterArrival = () -> {};
  private long attempts;

  Supply(
      PoolState<R> state,
      Handoff<R> handoff,
      Retirement<R> retirement,
      Surplus<R> surplus,
      Outage<R> outage,
      Lifetimes lifetimes) {
    this.state = state;
    this.handoff = handoff;
    this.retirement = retirement;
    this.surplus = surplus;
    this.outage = outage;
    this.lifetimes = lifetimes;
    this.slowChecks = new SlowChecks<>(state, retirement);
    this.alarm = new Alarm(state.runtime.ticker(), state.runtime.timers(), this::alarmed);
  }

  /** Completes the construction: the parts of a pool know each other in a circle. */
  void connect(Watchdog<R> watchdog, Runnable afterArrival) {
    this.watchdog = watchdog;
    this.afterArrival = afterArrival;
  }

  private void alarmed() {
    state.control.lock();
    try {
      alarm.rang();
      serve();
    } finally {
      state.control.unlock();
    }
  }

  /** Serves those who wait from what is idle, then sees to it that more comes. */
  void serve() {
    try {
      serveNow();
    } catch (Throwable ours) { // no memory: it may have taken note of what it did not see to
      handoff.leftUntold = true;
      throw ours;
    }
  }

  private void serveNow() {
    if (state.slots.isHidden()) {
      heedForNothing();
      return;
    }
    boolean someIdle = handoff.deliverIdle();
    if (state.closing || handoff.pendingHead() == null) {
      return;
    }
    long now = state.now();
    if (state.gate.isRefused(now) && state.ledger.open == 0) {
      failWaiters(AcquireFailure.LOGIN_REFUSED);
      return;
    }
    slowChecks.look(now);
    slowChecks.makeRoom(now, handoff.now());
    if (someIdle) {
      startChecks(handoff.now());
    }
    startOpens(now);
    slowChecks.lookAgain(alarm, now);
  }

  /** In a pause nothing is delivered; whoever ends it looks on behalf of all who wait. */
  private void heedForNothing() {
    Waiter<Lease<R>> head = handoff.pendingHead();
    if (head != null) {
      head.heedNudge();
    }
  }

  /** Fails everybody who waits. */
  void failWaiters(AcquireFailure why) {
    Waiter<Lease<R>> waiter = handoff.pendingHead();
    while (waiter != null) {
      state.fail(waiter, why);
      handoff.remove(waiter);
      waiter = handoff.pendingHead();
    }
  }

  /** What is on its way to those who wait. */
  int underway() {
    return state.ledger.checksForWaiters + state.ledger.opening;
  }

  /** Attempts to open ever started. */
  long attempts() {
    return attempts;
  }

  private void startChecks(long now) {
    for (Slot<R> slot : state.slots.open()) {
      // One check for each waiter; but all suspects at once, lest they hold it up one by one.
      boolean wanted =
          state.queue.size() > state.ledger.checksForWaiters || state.freshness.isSuspect(slot);
      long word = slot.word();
      if (wanted && Slot.saysIdle(word) && !Keeping.withholds(state, slot)) {
        switch (state.freshness.verdict(slot, now)) {
          case DUE -> startCheck(slot, word, true);
          case OUTDATED -> retirement.retire(slot, word, state.freshness.whyOutdated(slot), null);
          case FRESH -> {} // became idle just now: its releaser nudges the head
        }
      }
    }
  }

  /** Checks an idle connection. False: it is not idle any more. */
  boolean startCheck(Slot<R> slot, long idleWord, boolean forWaiter) {
    R resource = slot.resource;
    long word = slot.beginCheck(idleWord);
    if (word == Slot.LOST || resource == null) {
      return false;
    }
    CheckCall<R> call = new CheckCall<>(state, this, slot, resource, word, forWaiter);
    slot.callDeadline = state.now() + call.timeoutNanos;
    watchdog().watch(call);
    call.countAs(forWaiter ? Counted.FOR_WAITER : Counted.FOR_CHORE);
    if (forWaiter) {
      slowChecks.begun(call);
    }
    return true;
  }

  private void startOpens(long now) {
    while (state.budget.taken() < state.budget.limit()) {
      Waiter<Lease<R>> head = state.queue.head();
      if (head == null) {
        return;
      }
      Demand demand = demand(head, now);
      boolean wanted = slowChecks.wantOpen(now) || state.sizer.wantsAnother(demand);
      if (state.gate.failures() == 0 && !wanted) {
        if (demand.waiting() > demand.underway()) {
          alarm.ringBy(now + FixedSizer.lookAgainAfter(demand)); // the wait may get too long
        }
        return;
      }
      if (!open(now, true)) {
        return;
      }
    }
  }

  private Demand demand(Waiter<Lease<R>> head, long now) {
    // those who have one opened in place of a slow check come one by one, see SlowChecks
    int inPlaceOfChecks = state.ledger.opening > 0 ? state.ledger.checksSlow : 0;
    return new Demand(
        state.queue.size(),
        underway() + inPlaceOfChecks,
        state.ledger.open + state.ledger.opening,
        now - head.since(),
        state.queue.servedSince(head),
        state.slots.recentHold(),
        state.gate.recentOpenNanos());
  }

  /**
   * Starts an attempt to open, if a permit is free and the gate allows it now; if it will allow it
   * later, looks again then.
   */
  boolean open(long now, boolean awaited) {
    return open(now, awaited, false);
  }

  /** As above; a replacement is one that lets an ageing connection go when it arrives. */
  boolean open(long now, boolean awaited, boolean replacement) {
    if (state.closing || state.slots.isHidden()) {
      return false;
    }
    long delay = state.gate.delay(now, state.ledger.opening, state.ledger.givenUp, awaited);
    if (delay != 0) {
      if (awaited && delay != OpenGate.UNTIL_ONE_ENDS) {
        alarm.ringBy(now + delay);
      }
      return false;
    }
    if (!state.budget.tryTake()) {
      return false;
    }
    Slot<R> slot = state.slots.takeVacant();
    long timeout = state.gate.started(now);
    slot.callDeadline = now + timeout;
    slot.openedAt = now;
    long word = slot.beginOpen(slot.word());
    state.ledger.opening++;
    if (replacement) {
      state.ledger.replacements++;
    }
    watchdog().watch(new OpenCall<>(state, this, slot, word, ++attempts, timeout, replacement));
    return true;
  }

  /** An attempt succeeded in time. */
  void opened(OpenCall<R> call, R resource) {
    Slot<R> slot = call.slot;
    long now = state.now();
    long took = now - call.startedAt;
    openEnded(call);
    if (call.replacement) {
      state.ledger.replacementsArrived++;
    }
    state.opened(now, took);
    slot.resource = resource;
    slot.canLook = Look.isPossible(state, slot);
    slot.generation = call.generation;
    slot.provenEra = state.freshness.era(); // its login was answered just now
    slot.idleSince = now;
    slot.contactedAt = now;
    lifetimes.assign(slot, now);
    state.announce(new PoolEvent.Opened(slot.number(), took));
    outage.attemptSucceeded(now, took);
    state.slots.publish(slot);
    passOn(call, RetireReason.UNWANTED);
    afterArrival.run();
    serve();
    outage.lookWhetherFilled();
  }

  private void openEnded(OpenCall<R> call) {
    state.gate.ended(call.timeoutNanos);
    state.ledger.opening--;
    if (call.replacement) {
      state.ledger.replacements--;
    }
  }

  /** Lends, keeps or closes a connection whose call has just returned well. */
  private void passOn(SlotCall<R> call, RetireReason otherwise) {
    Slot<R> slot = call.slot;
    RetireReason unwanted = null;
    if (state.closing) {
      unwanted = RetireReason.POOL_CLOSED;
    } else if (state.freshness.isOutdated(slot)) {
      unwanted = state.freshness.whyOutdated(slot);
    } else if (surplus.includesNewcomer()) {
      unwanted = RetireReason.RESIZED;
    }
    if (unwanted != null || !handoff.handOver(slot, call.word)) {
      retirement.retire(slot, call.word, unwanted == null ? otherwise : unwanted, null);
    }
  }

  /** An attempt failed in time. */
  void openFailed(OpenCall<R> call, Throwable failure) {
    long word = call.slot.wordUnder(call.word);
    if (word != Slot.LOST && call.slot.vacate(word) != Slot.LOST) {
      noConnection(call, classify(failure), failure);
    }
  }

  /** An attempt has not returned by its deadline. */
  boolean giveUpOpen(Slot<R> slot, long word, StuckThread stuck) {
    if (slot.vacate(word) == Slot.LOST) {
      return false;
    }
    if (!(watchdog().callOf(slot) instanceof OpenCall<R> call)) {
      throw new IllegalStateException("bug: " + slot + " was connecting without a call");
    }
    long limit = call.timeoutNanos;
    Watchdog.countGivenUp(state, slot, Kind.OPEN, limit, stuck);
    noConnection(call, OpenFailure.TIMED_OUT, stuck.unanswered(Kind.OPEN, limit));
    return true;
  }

  /** A given-up attempt has come back, perhaps with a connection. */
  void openedLate(@Nullable R resource) {
    if (resource != null) {
      retirement.discard(resource, 0, state.closing); // at the end no other thread may be left
    }
    serve(); // fewer calls hang: the pause may be over
    afterArrival.run();
  }

  private void noConnection(OpenCall<R> call, OpenFailure kind, Throwable failure) {
    openEnded(call);
    state.budget.giveBack();
    call.slot.clear();
    state.slots.returnVacant(call.slot);
    if (!state
        .closing) { // an attempt that the end of the pool cut short says nothing of the server
      outage.attemptFailed(kind, failure, call.isConclusive(kind));
      if (outage.failsFast()) {
        failWaiters(outage.refusal());
      }
    }
    afterArrival.run();
    serve();
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private OpenFailure classify(Throwable failure) {
    try {
      return state.connector.classify(failure);
    } catch (Throwable broken) {
      return OpenFailure.OTHER;
    }
  }

  /** A check has returned in time. */
  void checked(CheckCall<R> call, boolean alive, @Nullable Throwable failure) {
    checkEnded(call);
    if (alive) {
      call.slot.provenEra = call.era;
      state.idleDeaths.survived(
          state.now(), call.askedAt - Math.max(call.slot.contactedAt, call.slot.idleSince));
      call.slot.contactedAt = state.now();
      call.slot.canLook = Look.isPossible(state, call.slot);
      if (call.forWaiter) {
        call.slot.idleSince = call.slot.contactedAt;
      }
      passOn(call, RetireReason.UNWANTED);
    } else {
      if (call.hasBegun()) { // else there was no thread for it, which says nothing of the server
        doubtOthers(call.slot);
      }
      retirement.retire(call.slot, call.word, call.verdict(), failure);
    }
    serve();
  }

  /** A check has not returned by its deadline. */
  boolean giveUpCheck(Slot<R> slot, long word, StuckThread stuck) {
    SlotCall<R> call = watchdog().callOf(slot);
    long limit = call == null ? PoolConfig.nanos(state.config.checkTimeout()) : call.timeoutNanos;
    Throwable cause = stuck.unanswered(Kind.CHECK, limit);
    if (!retirement.retire(slot, word, RetireReason.CHECK_TIMED_OUT, cause)) {
      return false;
    }
    if (call instanceof CheckCall<R> check && check.isOf(word)) {
      checkEnded(check);
    }
    Watchdog.countGivenUp(state, slot, Kind.CHECK, limit, stuck);
    doubtOthers(slot);
    serve();
    return true;
  }

  private void checkEnded(CheckCall<R> call) {
    call.countAs(Counted.NOT);
    slowChecks.ended(call);
  }

  // One that was under suspicion already tells nothing new about the others.
  private void doubtOthers(Slot<R> dead) {
    if (!state.freshness.wasSuspect(dead)) {
      state.foundDead(dead, false);
    }
  }

  private Watchdog<R> watchdog() {
    if (watchdog == null) {
      throw new IllegalStateException("bug: not connected");
    }
    return watchdog;
  }
}
