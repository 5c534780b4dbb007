package dev.cenote.core;

import dev.cenote.core.connect.Connector;
import dev.cenote.core.event.Announcer;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.measure.Measures;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.upkeep.Housekeeper;
import dev.cenote.core.wait.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine, and the pool of kind QUEUE: at most {@code poolSize + maxOverflow} resources, lent to
 * one borrower at a time, in order of arrival.
 *
 * <pre>
 *  acquire   1 claim an idle slot                hit: Lease
 *            2 miss: join the wait queue         full: refused at once
 *            3 check what is idle and doubtful; open more if wanted, permitted and not resting
 *            4 wait; resolved once: by a release, a check, an open, a failure, the deadline
 *  release   5 something to reset: on this thread, watched
 *            6 doomed or unclean: close, permit back, then 3 for whoever waits
 *            7 clean: to the head waiter, or idle
 * </pre>
 *
 * @param <R> the resource
 */
public final class QueuePool<R> implements Pool<R> {

  final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Surplus<R> surplus;
  private final Shutdown<R> shutdown;
  private final Keeping<R> keeping;
  private final Salvage<R> salvage;
  private final Upkeep<R> upkeep;
  private final Admission<R> admission;
  private final Pause<R> pause;
  private final Refusals<R> refusals;
  private final Housekeeper housekeeper;
  private final BlockingAcquire<R> blocking;
  private final Reconfiguration<R> reconfiguration;
  private long epochsSeen; // timers' thread

  QueuePool(
      PoolConfig config,
      Connector<R> connector,
      List<PoolListener> listeners,
      PoolRuntime runtime) {
    Announcer announcer = new Announcer(listeners, runtime.driverCalls(), runtime.timers());
    state = new PoolState<>(config, connector, announcer, runtime);
    BooleanSupplier kept = state.timekeeping::isNeeded;
    CoarseTicker coarse =
        new CoarseTicker(runtime.ticker(), runtime.timers(), this::wasActive, kept);
    retirement = new Retirement<>(state);
    surplus = new Surplus<>(state, retirement);
    Release<R> release = new Release<>(state, retirement, surplus, coarse);
    state.slots.leasesReturnTo(config.kind().keeps() ? release : new SingleUse<>(release));
    handoff = new Handoff<>(state, coarse);
    keeping = new Keeping<>(state, handoff, coarse);
    Lifetimes lifetimes = new Lifetimes(config.lifetimeNanos(), runtime.random());
    Outage<R> outage = new Outage<>(state);
    supply = new Supply<>(state, handoff, retirement, surplus, outage, lifetimes);
    Watchdog<R> watchdog = new Watchdog<>(state, supply, retirement);
    shutdown = new Shutdown<>(state, supply, retirement, watchdog);
    salvage = new Salvage<>(state, handoff, supply, retirement);
    NestedWaits<R> nested = new NestedWaits<>(state, handoff);
    upkeep = new Upkeep<>(state, supply, retirement, salvage, nested);
    admission = new Admission<>(state, handoff, supply, upkeep, outage, nested);
    housekeeper = new Housekeeper(upkeep, runtime.timers());
    reconfiguration =
        new Reconfiguration<>(state, handoff, supply, surplus, lifetimes, upkeep, housekeeper);
    blocking = new BlockingAcquire<>(this, state);
    retirement.connect(watchdog, this::vacated);
    supply.connect(watchdog, this::arrived);
    release.connect(watchdog, handoff, new Departure<>(state, this::vacated));
    refusals = new Refusals<>(state, outage);
    pause = new Pause<>(state, supply, retirement, housekeeper::lookForGaps);
  }

  /**
   * A waiter that slept was woken at that time, in nanoseconds of the pool's ticker, and runs: its
   * lease, if it has one, begins now, and the pool learns how late waiters run. Whoever waits calls
   * after each wake, before it looks at the outcome; never blocks.
   */
  public void runs(Waiter<Lease<R>> waiter, long wokenAt) {
    state.wakeDelay.learn(state.now() - wokenAt);
    Lease<R> lease = waiter.delivered();
    if (lease != null) {
      lease.beginsAt(state.now());
    }
  }

  void start() {
    state.announcer.post(new PoolEvent.Started());
    state.announcer.tellSoon();
    housekeeper.start();
  }

  @Override
  public Lease<R> acquire() throws AcquireException, InterruptedException {
    Lease<R> lease = handoff.claim();
    return lease != null ? lease : acquireUnkept(PoolConfig.nanos(state.config.acquireTimeout()));
  }

  @Override
  public Lease<R> acquire(Duration timeout) throws AcquireException, InterruptedException {
    Lease<R> lease = handoff.claim();
    return lease != null ? lease : acquireUnkept(PoolConfig.nanos(timeout));
  }

  Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException {
    Lease<R> lease = handoff.claim();
    return lease != null ? lease : acquireUnkept(timeoutNanos);
  }

  /** As above; what comes from elsewhere, asked while it waits, will do too. */
  Lease<R> acquire(long timeoutNanos, Supplier<@Nullable Lease<R>> elsewhere)
      throws AcquireException, InterruptedException {
    Lease<R> lease = handoff.claim();
    return lease != null ? lease : blocking.acquire(timeoutNanos, elsewhere);
  }

  /** Leaves alone what is kept for others, if it can. */
  Lease<R> acquireUnkept(long timeoutNanos) throws AcquireException, InterruptedException {
    return blocking.acquire(timeoutNanos, () -> null);
  }

  Keeping<R> keeping() {
    return keeping;
  }

  /** Wakes the first who waits: there may be something for it elsewhere. */
  void nudgeHead() {
    handoff.nudgeHead(true);
  }

  boolean hasWaiters() {
    return state.queue.head() != null;
  }

  boolean isPaused() {
    return state.slots.isHidden();
  }

  boolean isClosing() {
    return state.closing;
  }

  @Override
  public PoolConfig config() {
    return state.config;
  }

  /** Limits what may be open, to what the supplier says under the control lock. */
  void permit(IntSupplier limit) {
    state.control.lock();
    try {
      state.budget.limit(limit.getAsInt());
      surplus.shed();
      supply.serve();
    } finally {
      state.control.unlock();
    }
  }

  /**
   * Takes an idle resource or joins the queue, without blocking. The waiter is woken when it is
   * resolved, and when it is nudged: then the caller must {@link #heed}. Who sleeps says that it
   * {@link #runs}. Whoever no longer wants to wait must {@link #abandon}.
   *
   * @param mayQueue if false, and no permit is free and nothing is on its way to this waiter, it
   *     fails at once
   */
  public void acquire(Waiter<Lease<R>> waiter, boolean mayQueue) {
    Lease<R> lease = handoff.claim();
    if (lease == null) {
      join(waiter, mayQueue);
      return;
    }
    state.holders.gets(lease.slot(), lease.word(), waiter.borrower(), state.now());
    if (waiter.deliver(lease)) {
      waiter.run();
    } else {
      lease.release();
    }
  }

  void join(Waiter<Lease<R>> waiter, boolean mayQueue) {
    admission.join(waiter, mayQueue);
  }

  /** Serves waiters from what is idle, after a nudge. Does not block. */
  public void heed() {
    state.control.lock();
    try {
      supply.serve();
    } finally {
      state.control.unlock();
    }
  }

  /**
   * How much of its {@code remaining} nanoseconds a waiter may sleep; {@link Long#MAX_VALUE}: until
   * it is woken; 0: it asks again. Who has a {@linkplain Waiter#patience patience} asks before each
   * park, with {@code remaining} above 0: it may keep the time for others. Does not block.
   */
  public long parkFor(Waiter<Lease<R>> waiter, long remaining) {
    return blocking.parkFor(waiter, remaining);
  }

  /**
   * Takes a waiter out of the queue. Does not block.
   *
   * @return what it had been given in the meantime, which the caller must use or release; or null
   */
  public @Nullable Lease<R> abandon(Waiter<Lease<R>> waiter) {
    waiter.abandon();
    state.control.lock();
    try {
      handoff.remove(waiter);
      if (!state.closing) {
        supply.serve();
      }
    } finally {
      state.control.unlock();
    }
    return waiter.delivered();
  }

  Refusals<R> refusals() {
    return refusals;
  }

  // A permit is free: for whoever waits, else to fill a gap. Lock held.
  private void vacated() {
    if (state.closing) {
      shutdown.lookWhetherDone();
      return;
    }
    supply.serve();
    state.openWaits.look();
    state.control.later(housekeeper::lookForGaps);
  }

  // An attempt to open has ended, well or not. Lock held.
  private void arrived() {
    if (state.closing) {
      shutdown.lookWhetherDone();
      return;
    }
    state.control.later(housekeeper::lookForGaps);
    if (state.ledger.replacementsArrived > 0) {
      state.control.later(housekeeper::lookForReplaced);
    }
    state.openWaits.look();
  }

  private boolean wasActive() {
    salvage.look();
    housekeeper.revive();
    long epochs = 0;
    for (Slot<R> slot : state.slots.open()) {
      epochs += Slot.epochOf(slot.word());
    }
    int inUse = state.slots.inUse();
    boolean seen = upkeep.tick(inUse);
    long before = epochsSeen;
    epochsSeen = epochs;
    return epochs != before || inUse > 0 || !seen || housekeeper.hasLapsed();
  }

  @Override
  public void invalidateAll() {
    state.control.lock();
    try {
      state.announce(new PoolEvent.Invalidated(state.freshness.invalidateAll()));
      retirement.retireAll(RetireReason.INVALIDATED);
    } finally {
      state.control.unlock();
    }
  }

  @Override
  public void resize(int poolSize, int maxOverflow) {
    if (poolSize < 0 || maxOverflow < 0 || (poolSize == 0 && maxOverflow == 0)) {
      throw new IllegalArgumentException(
          "poolSize and maxOverflow must be 0 or more and not both 0, are "
              + poolSize
              + " and "
              + maxOverflow);
    }
    int maximum = (int) Math.min(PoolConfig.UNLIMITED, (long) poolSize + maxOverflow);
    resize(poolSize, maxOverflow, () -> maximum);
  }

  /** As above, with so many permits, asked under the control lock. */
  void resize(int poolSize, int maxOverflow, IntSupplier permits) {
    reconfiguration.resize(poolSize, maxOverflow, permits);
  }

  @Override
  public void reconfigure(PoolConfig next, List<PoolEvent.Change> told) {
    reconfigure(next, told, next::maximum);
  }

  /** As above, with so many permits, asked under the control lock. */
  void reconfigure(PoolConfig next, List<PoolEvent.Change> told, IntSupplier permits) {
    reconfiguration.change(next, told, permits);
  }

  @Override
  public PoolStats stats() {
    state.control.lock();
    try {
      return Census.take(state);
    } finally {
      state.control.unlock();
    }
  }

  @Override
  public Measures measures() {
    return measures(stats().acquired());
  }

  /** As above; so many leases have been given, as the kind of the pool counts them. */
  Measures measures(long acquired) {
    return state.recording(acquired).read(acquired);
  }

  @Override
  public PoolUsage usage() {
    return upkeep.usage();
  }

  @Override
  public List<Holder<R>> holders() {
    return state.holders.all(state.now());
  }

  @Override
  public boolean awaitOpen(int count, Duration timeout) throws InterruptedException {
    return state.openWaits.await(() -> state.openWaits.open() >= count, timeout);
  }

  @Override
  public void pause() {
    pause.begin();
  }

  @Override
  public boolean drain(Duration timeout) throws InterruptedException {
    pause.beginEmpty();
    return state.openWaits.await(state.openWaits::isEmpty, timeout);
  }

  @Override
  public void resume() {
    pause.end();
  }

  /** Starts closing without waiting for the end. Does not block. */
  public void beginClose() {
    housekeeper.stop();
    shutdown.begin();
    state.control.lock();
    try {
      state.openWaits.end();
    } finally {
      state.control.unlock();
    }
  }

  /** Whether the pool has ended. */
  public boolean isClosed() {
    return shutdown.isDone();
  }

  @Override
  public void close() {
    beginClose();
    shutdown.await();
  }

  @Override
  public String toString() {
    return "pool " + state.config.name();
  }
}
