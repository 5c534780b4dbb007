package dev.cenote.core;

import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.OpenGate;
import dev.cenote.core.event.Announcer;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.measure.OccupancyLog;
import dev.cenote.core.measure.WaitTally;
import dev.cenote.core.size.FixedSizer;
import dev.cenote.core.size.LocalBudget;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.wait.Timekeeping;
import dev.cenote.core.wait.WaitQueue;
import dev.cenote.core.wait.Waiter;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a pool share. It decides nothing. All but the final references to thread-safe
 * parts is guarded by {@link #control}.
 *
 * @param <R> the resource
 */
final class PoolState<R> {

  /**
   * The settings that hold now. Written under control; whoever decides by several reads it once.
   */
  volatile PoolConfig config;

  final PoolRuntime runtime;
  final Connector<R> connector;
  final Announcer announcer;
  final ControlLock control = new ControlLock();
  final SlotTable<R> slots = new SlotTable<>();
  final WaitQueue<Lease<R>> queue;
  final Timekeeping<Lease<R>> timekeeping;
  final Freshness freshness;
  final Holders<R> holders;
  final Ledger ledger = new Ledger(); // guarded by control
  final DoomCauses<R> doomCauses = new DoomCauses<>();
  final FixedSizer sizer; // guarded by control
  final LocalBudget budget; // guarded by control
  final OpenGate gate; // guarded by control

  final OccupancyLog occupancy; // guarded by control
  final IdleDeaths idleDeaths = new IdleDeaths(); // guarded by control

  /** How long callers wait in the queue. Any thread. */
  final WaitTally waits = new WaitTally();

  /** How long those who wait take to run when they are woken. */
  final WakeDelay wakeDelay = new WakeDelay();

  final OpenWaits openWaits = new OpenWaits(this);

  /** Set once, under control, when somebody first asks how long things take. */
  volatile @Nullable Recorder recorder;

  /** How long those were held that went with their leases; of the last few, the longest. */
  long usualHold; // guarded by control

  /** Whether callers wait for others to give back, when last seen. Written under control. */
  volatile boolean crowded;

  /** Since when it is noted how the pool is used. Written under control. */
  volatile long usageSince;

  /** Set once, when the pool begins to close. Written under control. */
  volatile boolean closing;

  PoolState(PoolConfig config, Connector<R> connector, Announcer announcer, PoolRuntime runtime) {
    this.config = config;
    this.connector = connector;
    this.announcer = announcer;
    this.runtime = runtime;
    this.queue = new WaitQueue<>(runtime.ticker());
    this.timekeeping = new Timekeeping<>(queue, runtime.ticker(), control::later);
    this.usageSince = now();
    this.ledger.lastHeldToTheEnd = usageSince;
    this.freshness =
        new Freshness(
            config.validation(),
            PoolConfig.nanos(config.bypassWindow()),
            PoolConfig.nanos(config.lookWindow()),
            now());
    this.holders = new Holders<>(slots, config.watch());
    this.sizer = new FixedSizer(config.poolSize(), !config.kind().keeps());
    this.budget = new LocalBudget(config.maximum());
    this.occupancy = new OccupancyLog(now(), CoarseTicker.TICK_NANOS);
    this.gate =
        new OpenGate(
            config.maxOpening(),
            config.givenUpMax(),
            PoolConfig.nanos(config.connectTimeout()),
            runtime.random());
  }

  long now() {
    return runtime.ticker().nanos();
  }

  /** A connection was found dead: doubts all others, and that opening works. Lock held. */
  void foundDead(Slot<R> slot, boolean misplaced) {
    long now = now();
    freshness.suspectAll(now);
    gate.doubt();
    if (misplaced) {
      gate.misplaced(now, slot.openedAt);
    }
  }

  /**
   * How many of the open connections are in doubt once that one, which is open no longer, is known
   * to be dead. Lock held.
   */
  int doubtedBy(Slot<R> dead) {
    int doubted = 0;
    for (Slot<R> other : slots.open()) {
      doubted += freshness.isDoubted(other, dead) ? 1 : 0;
    }
    return doubted;
  }

  /** Ends a wait in vain, unless it has ended already. Lock held. */
  void fail(Waiter<Lease<R>> waiter, Object why) {
    control.makeRoom();
    if (waiter.fail(why)) {
      control.later(waiter);
      refused(why instanceof AcquireFailure reason ? reason : AcquireFailure.DEADLOCK);
    }
  }

  /** Somebody got nothing, before the deadline. Lock held. */
  void refused(AcquireFailure why) {
    ledger.refused++;
    ledger.refusedFor.add(why);
  }

  /** The recorder, which begins now if nobody has asked before; so many leases have been given. */
  Recorder recording(long acquired) {
    Recorder listening = recorder;
    if (listening == null) {
      control.lock();
      try {
        listening = recorder == null ? new Recorder(acquired) : recorder;
        recorder = listening;
      } finally {
        control.unlock();
      }
    }
    return listening;
  }

  /** A connection was opened. Lock held. */
  void opened(long now, long took) {
    ledger.open++;
    ledger.created++;
    ledger.lastOpenedAt = now;
    ledger.lastOpenTook = took;
    Recorder listening = recorder;
    if (listening != null) {
      listening.opened(took);
    }
  }

  /** For how long one has been held that was lent at that time; 0: it was not timed. */
  long heldSince(long leasedAt) {
    if (leasedAt == 0) {
      return 0;
    }
    VarHandle.loadLoadFence(); // what was read is older than the word that is read next
    return Math.max(1, now() - leasedAt);
  }

  /** A lease that was timed ends well. Called by its releaser, who may be about to be late. */
  void held(Slot<R> slot, long nanos) {
    slot.leasedAt = 0; // whoever claims it and finds it dead has not held it
    slot.learnHold(nanos);
    Recorder listening = recorder;
    // Every lease that waited is timed, too: to count those as well would favour the busy hours.
    if (listening != null && slot.leases % Handoff.SAMPLE == 0) {
      listening.held(nanos, Handoff.SAMPLE);
    }
  }

  /** A lease ends and its connection goes, or leaves. By whose move that is; lock held. */
  void heldToTheEnd(Slot<R> slot, long now) {
    ledger.lastHeldToTheEnd = now;
    if (slot.leasedAt != 0) {
      held(slot, Math.max(1, now - slot.leasedAt));
      usualHold = Math.max(slot.typicalHold(), usualHold - usualHold / 8);
    }
  }

  /** A caller's wait in the queue is over. */
  void waited(long since, long now, boolean served) {
    long nanos = now - since;
    waits.waited(Math.min(nanos, now - usageSince)); // before, the size was another one
    Recorder listening = recorder;
    if (listening != null) {
      listening.waited(nanos, served);
    }
  }

  /**
   * How many may be open now. While the server is full that is what there is, with the one that is
   * tried: the gate lets no more try. Lock held.
   */
  int maximum() {
    int set = budget.limit();
    return gate.isServerFull(now()) ? Math.min(set, Math.max(1, budget.taken())) : set;
  }

  /** A call that was given up has returned after all, and what it left is seen to. Lock held. */
  void returnedAtLast() {
    if (!closing) {
      openWaits.look();
    }
  }

  /** How many of the connections to be kept are neither open nor being opened. Lock held. */
  int missing() {
    if (slots.isHidden()) {
      return 0; // whoever ends the pause looks for gaps
    }
    int open = ledger.open - ledger.closing;
    int gap = sizer.kept() - open - ledger.opening;
    // A permit that a detached connection holds may be held for ever; its end is told.
    return Math.min(gap, budget.limit() - ledger.detached - open);
  }

  /** Tells the listeners, in the order of decisions, once the lock is free. Lock held. */
  void announce(PoolEvent event) {
    announcer.post(event);
    control.later(announcer::tellSoon);
  }

  /** See {@link Connector#cut}. No lock held. */
  void cut(R resource) {
    try {
      connector.cut(resource);
    } catch (RuntimeException | Error unable) {
      return; // it stays counted as given up
    }
  }
}
