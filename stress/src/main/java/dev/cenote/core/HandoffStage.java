package dev.cenote.core;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.event.Announcer;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.time.Timers;
import dev.cenote.core.wait.Waiter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Handoff} with its queue, its slots and its lock, and nothing else: time stands still,
 * nothing opens, nothing is checked, and a lease goes straight back. What a pool does beside the
 * hand-off (serving again after every abandon, for one) could make up for a fault in it; here it
 * must do without.
 *
 * <p>{@link Mistakes} override the step that they get wrong.
 */
class HandoffStage extends LeaseHome<String> {

  /** What can become of a waiter, once all threads have finished. */
  enum Fate {
    /** It has a lease. */
    SERVED,
    /** It abandoned. */
    GONE,
    /** It waits, and every slot is lent. */
    WAITING,
    /** It waits beside an idle slot, but the head has been nudged and woken: it will look. */
    SOON,
    /** It waits beside an idle slot, and nobody told the head: forbidden. */
    LOST,
    /** It waits beside an idle slot; the head was nudged but not woken: forbidden. */
    ASLEEP;

    boolean isForbidden() {
      return this == LOST || this == ASLEEP;
    }
  }

  private static final Timers TIMERS = new NoTimers();
  private static final Connector<String> CONNECTOR = new NoConnector();
  private static final PoolRuntime RUNTIME =
      new PoolRuntime(() -> 0, TIMERS, Runnable::run, Runnable::run, () -> 0, () -> {});
  private static final Announcer NOBODY = new Announcer(List.of(), Runnable::run, TIMERS);

  final PoolState<String> state;
  final Handoff<String> handoff;

  /** All slots idle, nobody waiting. */
  HandoffStage(PoolConfig config) {
    super(new CoarseTicker(RUNTIME.ticker(), TIMERS, () -> true));
    state = new PoolState<>(config, CONNECTOR, NOBODY, RUNTIME);
    coarse().nanos(); // wakes it, so that no thread has to
    state.slots.leasesReturnTo(this);
    handoff = new Handoff<>(state, coarse());
    for (int i = 0; i < config.poolSize(); i++) {
      open();
    }
  }

  /**
   * A stage is set many times over: make its settings once.
   *
   * @param bargesMax 0: every release while somebody waits goes under the lock; more: that many
   *     newcomers may overtake the head, and until then a release makes the slot idle and nudges
   */
  static PoolConfig config(int slots, int bargesMax, IdleOrder order) {
    return new PoolBuilder<>(CONNECTOR)
        .poolSize(slots)
        .maxOverflow(0)
        .maxLifetime(Duration.ZERO)
        .bargesMax(bargesMax)
        .idleOrder(order)
        .config();
  }

  private void open() {
    Slot<String> slot = state.slots.takeVacant();
    long connecting = slot.beginOpen(slot.word());
    slot.resource = "connection";
    slot.generation = state.freshness.generation();
    slot.provenEra = state.freshness.era();
    slot.learnHold(1); // leases are short: with longer ones nobody may overtake
    state.slots.publish(slot);
    slot.release(connecting);
  }

  // What happens before a race.

  /** A lease that can be had. */
  final Lease<String> lent() {
    Lease<String> lease = claim();
    if (lease == null) {
      throw new IllegalStateException("bug: nothing was idle");
    }
    return lease;
  }

  /** A waiter who has joined. */
  final StageWaiter queuedWaiter() {
    StageWaiter waiter = new StageWaiter();
    join(waiter);
    return waiter;
  }

  // What borrowers do.

  /** As {@link QueuePool#acquire()} begins. */
  final @Nullable Lease<String> claim() {
    return handoff.claim();
  }

  /**
   * As {@link QueuePool#join}, less the opening and checking. Says whether the waiter was served
   * before anybody else could come.
   */
  final boolean join(StageWaiter waiter) {
    state.control.lock();
    try {
      boolean looks = handoff.mustLook();
      state.queue.add(waiter);
      if (looks) {
        look();
      }
      return !waiter.isPending();
    } finally {
      state.control.unlock();
    }
  }

  /** As {@link QueuePool#heed}. */
  final void heed() {
    state.control.lock();
    try {
      look();
    } finally {
      state.control.unlock();
    }
  }

  /** As {@link Pause} does. */
  final void hide() {
    state.control.lock();
    try {
      state.slots.hide(true);
    } finally {
      state.control.unlock();
    }
  }

  /** As {@link QueuePool#abandon}, but without serving those who remain: rule 6 alone must do. */
  final @Nullable Lease<String> abandon(StageWaiter waiter) {
    waiter.abandon();
    state.control.lock();
    try {
      remove(waiter);
    } finally {
      state.control.unlock();
    }
    return waiter.delivered();
  }

  // The steps that a mistake may get wrong.

  void look() {
    handoff.deliverIdle();
  }

  void remove(StageWaiter waiter) {
    handoff.remove(waiter);
  }

  boolean giveBack(Slot<String> slot, long owned) {
    return handoff.giveBack(slot, owned);
  }

  // To be asked when all threads have finished.

  /** How many slots are idle. */
  final int idleCount() {
    int count = 0;
    for (Slot<String> slot : state.slots.open()) {
      if (slot.state() == SlotState.IDLE) {
        count++;
      }
    }
    return count;
  }

  /** How many are in the queue. */
  final int queued() {
    return state.queue.size();
  }

  /** What has become of a waiter. */
  final Fate fateOf(StageWaiter waiter) {
    if (!waiter.isPending()) {
      return waiter.delivered() == null ? Fate.GONE : Fate.SERVED;
    }
    if (idleCount() == 0) {
      return Fate.WAITING;
    }
    Waiter<Lease<String>> head = state.queue.head();
    if (head == null || !head.isNudged()) {
      return Fate.LOST;
    }
    return ((StageWaiter) head).wasWoken() ? Fate.SOON : Fate.ASLEEP;
  }

  // Where leases go back to.

  @Override
  public boolean release(Slot<String> slot, long word) {
    if (slot.word() != word) {
      return false;
    }
    handoff.stampReturn(slot, word);
    return giveBack(slot, word);
  }

  @Override
  public boolean end(Slot<String> slot, long word, RetireReason reason) {
    throw new AssertionError("no lease of " + slot + " should end its connection");
  }

  @Override
  public boolean doom(
      Slot<String> slot, long word, RetireReason reason, @Nullable Throwable cause) {
    return slot.doom(word, reason);
  }

  @Override
  public boolean evict(Slot<String> slot, long word, @Nullable Throwable cause) {
    throw new IllegalStateException("bug: nobody evicts anything on this stage");
  }

  @Override
  public @Nullable Runnable detach(Slot<String> slot, long word, boolean keepsPermit) {
    throw new IllegalStateException("bug: nobody detaches anything on this stage");
  }

  @Override
  public void foundDead(Slot<String> slot, boolean misplaced) {
    throw new IllegalStateException("bug: nobody doubts anything on this stage");
  }

  @Override
  public void retire(Slot<String> slot, long word, RetireReason otherwise) {
    throw new IllegalStateException("bug: " + slot + " was to be closed: " + otherwise);
  }

  private static final class NoTimers implements Timers {
    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
      return () -> {};
    }

    @Override
    public void close() {}
  }

  private static final class NoConnector implements Connector<String> {
    @Override
    public String open(OpenAttempt attempt) {
      throw new IllegalStateException("bug: nothing opens on this stage");
    }

    @Override
    public boolean check(String resource, long timeoutNanos) {
      throw new IllegalStateException("bug: nothing is checked on this stage");
    }

    @Override
    public boolean needsReset(String resource) {
      return false;
    }

    @Override
    public void reset(String resource) {}

    @Override
    public void close(String resource) {}

    @Override
    public void abort(String resource) {}
  }
}
