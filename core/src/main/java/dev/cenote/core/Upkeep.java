package dev.cenote.core;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.Throttling;
import dev.cenote.core.upkeep.Borrowing;
import dev.cenote.core.upkeep.HighWater;
import dev.cenote.core.upkeep.Plant;
import dev.cenote.core.upkeep.Resident;
import dev.cenote.core.upkeep.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the chores see of a pool and do to it.
 *
 * @param <R> the resource
 */
final class Upkeep<R> implements Plant {

  private final PoolState<R> state;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Salvage<R> salvage;
  private final Borrowings<R> borrowings;
  private HighWater used; // guarded by state.control
  private volatile Spans spans; // written under state.control
  private final UsageWatch<R> usage; // guarded by state.control

  Upkeep(
      PoolState<R> state,
      Supply<R> supply,
      Retirement<R> retirement,
      Salvage<R> salvage,
      NestedWaits<R> nested) {
    this.state = state;
    this.supply = supply;
    this.retirement = retirement;
    this.salvage = salvage;
    this.borrowings = new Borrowings<>(state, retirement, nested);
    this.usage = new UsageWatch<>(state);
    this.spans = spansOf(state.config);
    this.used = new HighWater(spans.linger(), state.now());
  }

  private static Spans spansOf(PoolConfig config) {
    return new Spans(
        config.lifetimeNanos(),
        PoolConfig.nanos(config.keepalive()),
        PoolConfig.nanos(config.overflowLinger()),
        config.prefill(),
        config.watch() != LeakWatch.OFF,
        PoolConfig.nanos(config.leakThreshold()),
        PoolConfig.nanos(config.reclaimAfter()));
  }

  /** Other settings hold from now on. Lock held. */
  void mind(PoolConfig config) {
    Spans before = spans;
    spans = spansOf(config);
    if (!spans.watchesBorrowers()) {
      borrowings.forgetAll();
    }
    if (spans.linger() != before.linger()) {
      used = used.over(spans.linger(), state.now());
    }
    if (spans.keepalive() != before.keepalive()) {
      state.idleDeaths.forget();
    }
  }

  @Override
  public Spans spans() {
    return spans;
  }

  @Override
  public Throttling throttling() {
    return state.runtime.throttling().get();
  }

  /**
   * A tick of the coarse clock, which moves while connections are in use: so many are.
   *
   * @return false: the lock was not to be had, and the next tick must see it
   */
  boolean tick(int inUse) {
    if (!state.control.tryLock()) {
      return false;
    }
    try {
      used.observe(inUse, state.now());
      usage.tick();
      return true;
    } finally {
      state.control.unlock();
    }
  }

  /** A caller is about to join the queue. Lock held. */
  void joins(long now) {
    if (usage.mayBePeak(now)) {
      used.observe(state.slots.inUse() + state.queue.size() + 1, now);
      usage.joins();
    }
  }

  /** A caller is refused because it would have to wait. Lock held. */
  void turnedAway() {
    usage.turnedAway();
  }

  /** From now on the size is another one. Lock held. */
  void resized() {
    usage.restart();
  }

  /** How the pool was used. */
  PoolUsage usage() {
    return locked(usage::read);
  }

  @Override
  public long now() {
    return state.now();
  }

  @Override
  public List<Resident> residents() {
    salvage.look();
    List<Resident> residents = new ArrayList<>();
    for (Slot<R> slot : state.slots.open()) {
      residents.add(new SlotResident(slot, slot.word()));
    }
    return residents;
  }

  @Override
  public List<Borrowing> borrowings() {
    return borrowings.all();
  }

  @Override
  public boolean isOpen(int slot, Object connection) {
    return borrowings.isOpen(slot, connection);
  }

  @Override
  public void tell(PoolEvent event) {
    state.announcer.post(event);
    state.announcer.tellSoon();
  }

  @Override
  public void leaked() {
    state.ledger.leaksSuspected.increment();
  }

  @Override
  public int kept() {
    return locked(state.sizer::kept);
  }

  @Override
  public int missing() {
    return locked(state::missing);
  }

  @Override
  public boolean openOne() {
    return locked(() -> supply.open(state.now(), false));
  }

  @Override
  public boolean hasFreePermit() {
    return locked(() -> state.budget.taken() < state.budget.limit());
  }

  @Override
  public boolean isInFlux() {
    return locked(() -> state.ledger.opening + state.ledger.closing > 0);
  }

  @Override
  public boolean openReplacement() {
    return locked(() -> supply.open(state.now(), false, true));
  }

  @Override
  public int replacementsUnderway() {
    return locked(() -> state.ledger.replacements);
  }

  @Override
  public int replacementsArrived() {
    return locked(() -> state.ledger.replacementsArrived);
  }

  @Override
  public boolean takeReplacement() {
    return locked(() -> {
      if (state.ledger.replacementsArrived == 0) {
        return false;
      }
      state.ledger.replacementsArrived--;
      return true;
    });
  }

  @Override
  public int checksUnderway() {
    return locked(() -> state.ledger.checksForChores);
  }

  @Override
  public int recentPeak() {
    return locked(() -> used.peak(state.now()));
  }

  private <T> T locked(Supplier<T> decision) {
    state.control.lock();
    try {
      return decision.get();
    } finally {
      state.control.unlock();
    }
  }

  /** A slot and the word that it had. */
  private final class SlotResident implements Resident {

    private final Slot<R> slot;
    private final long word;

    SlotResident(Slot<R> slot, long word) {
      this.slot = slot;
      this.word = word;
    }

    @Override
    public boolean wasIdle() {
      return Slot.saysIdle(word);
    }

    @Override
    public boolean isLeaving() {
      return Slot.doomOf(word) != null;
    }

    @Override
    public long idleSince() {
      return slot.idleSince;
    }

    @Override
    public long contactedAt() {
      return slot.contactedAt;
    }

    @Override
    public long replaceAt() {
      return slot.replaceAt;
    }

    @Override
    public long expiresAt() {
      return slot.expiresAt;
    }

    @Override
    public boolean retire(RetireReason reason) {
      if (Slot.stateOf(word) == SlotState.CLOSING || Slot.stateOf(word) == SlotState.VACANT) {
        return false;
      }
      return locked(
          () -> wasIdle() ? retirement.retire(slot, word, reason, null) : slot.doom(word, reason));
    }

    @Override
    public boolean check() {
      return wasIdle() && locked(() -> supply.startCheck(slot, word, false));
    }
  }
}
