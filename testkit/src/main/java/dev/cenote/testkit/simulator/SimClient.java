package dev.cenote.testkit.simulator;

import dev.cenote.core.Deadlock;
import dev.cenote.core.Detached;
import dev.cenote.core.Lease;
import dev.cenote.core.QueuePool;
import dev.cenote.core.event.RetireReason;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A borrower who acquires, holds, misbehaves a little, releases, and thinks. */
final class SimClient {

  private static final long MILLISECOND = 1_000_000;
  private static final long[] TIMEOUTS = {
    0, 5 * MILLISECOND, 200 * MILLISECOND, 2_000 * MILLISECOND, 30_000 * MILLISECOND
  };

  private static final long PATIENCE = 30_000 * MILLISECOND;

  private final Simulation world;
  private final QueuePool<SimResource> pool;
  private final VirtualTime time;
  private final SplittableRandom random;
  private @Nullable Request request;
  private @Nullable Lease<SimResource> lease;
  private @Nullable SimResource resource;
  private boolean holdsOn;

  /**
   * Gives back at once and comes again at once, overtaking whoever waits as often as it may; nobody
   * does at leisure.
   */
  private final boolean greedy;

  /** What it plays; null: it draws what it does from its seed, accidents included. */
  private final @Nullable Role role;

  /** Whether it waits as a virtual thread. */
  private final boolean light;

  private boolean entering;

  /** As which borrower the pool sees it, as it sees a thread; null: it is not told. */
  private final @Nullable Object borrower;

  /** The same borrower, asking for more while this one holds; null: it never does. */
  private final @Nullable SimClient inner;

  /** For whom this one asks; null: for itself. */
  private final @Nullable SimClient outer;

  SimClient(Simulation world, QueuePool<SimResource> pool, VirtualTime time, long seed) {
    this(world, pool, time, seed, null);
  }

  SimClient(
      Simulation world,
      QueuePool<SimResource> pool,
      VirtualTime time,
      long seed,
      @Nullable Role role) {
    this(world, pool, time, seed, role, null);
  }

  private SimClient(
      Simulation world,
      QueuePool<SimResource> pool,
      VirtualTime time,
      long seed,
      @Nullable Role role,
      @Nullable SimClient outer) {
    this.role = role;
    this.outer = outer;
    this.world = world;
    this.pool = pool;
    this.time = time;
    this.random = new SplittableRandom(seed);
    this.greedy = random.nextInt(8) == 0 && world.leisure() == 1;
    SplittableRandom nature = new SplittableRandom(~seed); // so that the others stay as they are
    boolean known = role != null ? role.nests() : world.nests() && nature.nextInt(8) > 0;
    boolean nests = outer == null && (role != null ? known : known && nature.nextInt(4) > 0);
    this.borrower = outer != null ? outer : known ? this : null;
    this.light = role != null ? role.isLight() : nature.nextInt(3) == 0;
    this.inner = nests ? new SimClient(world, pool, time, nature.nextLong(), role, this) : null;
  }

  boolean isBusy() {
    return request != null || lease != null;
  }

  boolean holdsLease() {
    return lease != null && lease.isActive();
  }

  void start() {
    long least = role == null ? 20 * MILLISECOND : Math.max(1, role.thoughtNanos());
    time.schedule(this::think, random.nextLong(least));
  }

  private void think() {
    if (!world.isResting() && !isBusy()) {
      acquire(patience());
    }
  }

  private long patience() {
    return role == null ? TIMEOUTS[random.nextInt(TIMEOUTS.length)] : PATIENCE;
  }

  /** Acquires, and holds what it gets until {@link #letGo}. */
  void acquireAndHold(long timeoutNanos) {
    holdsOn = true;
    acquire(timeoutNanos);
  }

  void letGo() {
    holdsOn = false;
    release();
  }

  private void acquire(long timeoutNanos) {
    long now = time.nanos();
    long patience = timeoutNanos > 0 ? timeoutNanos : world.zeroTimeoutPatience();
    boolean mayQueue = timeoutNanos > 0;
    Request mine =
        new Request(
            now,
            now + patience,
            world.nextArrival(),
            mayQueue,
            world.stoodStill(),
            borrower,
            this::wake);
    mine.light = light;
    request = mine;
    world.invariants().arrives();
    entering = true;
    pool.acquire(mine, mayQueue);
    entering = false;
    world.invariants().acquired(mine);
    if (mine.isPending()) {
      park(mine);
      if (!holdsOn && role == null && random.nextInt(10) == 0) { // an interrupt
        time.schedule(() -> giveUp(mine), random.nextLong(patience + 1));
      }
    }
  }

  /** Until its deadline; or, as a virtual thread, until then or until somebody wakes it in time. */
  private void park(Request mine) {
    int park = ++mine.parks;
    long left = Math.max(0, mine.deadline - time.nanos());
    long nanos = left == 0 ? 0 : pool.parkFor(mine, left);
    mine.ringsAt = nanos == Long.MAX_VALUE ? nanos : time.nanos() + nanos;
    if (nanos < Long.MAX_VALUE) {
      time.schedule(() -> rings(mine, park), nanos);
    }
  }

  private void rings(Request mine, int park) {
    if (request == mine && mine.isPending() && mine.parks == park) {
      if (time.nanos() >= mine.deadline) {
        giveUp(mine);
      } else {
        park(mine);
      }
    }
  }

  private void giveUp(Request mine) {
    if (request == mine && mine.isPending()) {
      if (role != null) {
        throw world.violation("4: a client without faults waited in vain: " + world.stats());
      }
      Lease<SimResource> late = pool.abandon(mine);
      if (late != null) {
        throw world.violation("a pending waiter that gave up was handed " + late.slotNumber());
      }
      request = null;
      rest(false);
    }
  }

  /** A thread that was parked needs a while until it runs; one that never parked goes on. */
  private void wake() {
    world.invariants().wakes(request);
    if (role == null || entering) {
      time.now(this::woken);
    } else {
      world.waking(1);
      Request mine = request;
      long told = time.nanos();
      time.schedule(
          () -> {
            world.waking(-1);
            if (mine != null && request == mine) {
              pool.runs(mine, told);
              woken();
            }
          },
          upTo(role.wakeNanos()));
    }
  }

  private long upTo(long most) {
    return most / 2 + random.nextLong(most / 2 + 1);
  }

  private void woken() {
    Request mine = request;
    if (mine == null) {
      return;
    }
    if (mine.isPending()) {
      if (mine.isNudged()) {
        pool.heed();
        if (mine.isPending() && mine.isNudged()) {
          throw world.violation(
              "6: a nudge that was heeded still stands, and would keep its waiter busy");
        }
      }
      if (mine.light && mine.isPending()) {
        park(mine);
      }
      return;
    }
    request = null;
    lease = mine.delivered();
    if (lease == null || !lease.isActive()) { // failed, or the pool has ended and taken it back
      lease = null;
      if (role != null && mine.failure() instanceof Deadlock) {
        role.refused();
      }
      rest(false);
    } else {
      resource = lease.resource();
      hold(resource);
    }
  }

  private void hold(SimResource resource) {
    if (holdsOn) {
      return;
    }
    if (inner != null && !world.isResting() && (role != null || random.nextInt(3) > 0)) {
      inner.acquire(inner.patience());
      return;
    }
    if (role != null) {
      role.served();
      time.schedule(this::release, upTo(role.holdNanos()));
      return;
    }
    if (random.nextInt(3) == 0) {
      resource.dirty = true;
    }
    long hold = greedy ? 0 : holdTime();
    time.schedule(this::release, hold);
  }

  private long holdTime() {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> random.nextLong(5_000 * MILLISECOND);
      default -> random.nextLong(30 * MILLISECOND);
    };
  }

  private void release() {
    Lease<SimResource> mine = lease;
    SimResource held = resource;
    if (mine == null || held == null) {
      return;
    }
    lease = null;
    resource = null;
    if (role == null && mine.isActive()) {
      misbehave(mine, held);
    }
    world.invariants().loans.releases(held, mine.isActive());
    boolean ended = (role == null && mine.isActive() && leaves(mine, held)) || mine.release();
    if (random.nextInt(10) == 0 && mine.release()) {
      throw world.violation("a lease ended twice: " + held + ", first " + ended);
    }
    rest(true);
  }

  /** Now and then a borrower ends its connection, or takes it away and closes it later. */
  private boolean leaves(Lease<SimResource> mine, SimResource held) {
    if (random.nextInt(100) == 0) {
      held.evicted = true;
      return mine.evict(null);
    }
    if (random.nextInt(100) != 0) {
      return false;
    }
    Detached<SimResource> detached = mine.detach(random.nextBoolean());
    if (detached != null) {
      held.detached = true;
      time.schedule(
          () -> {
            held.ended = true;
            detached.ended();
          },
          random.nextLong(5_000 * MILLISECOND));
    }
    return detached != null;
  }

  private void misbehave(Lease<SimResource> mine, SimResource resource) {
    if (random.nextInt(resource.dirty ? 30 : 100) == 0) {
      resource.evicted = true;
      mine.retireOnRelease(RetireReason.EVICTED);
    }
    boolean falseAlarm = random.nextInt(200) == 0;
    if (falseAlarm || (!resource.alive && random.nextInt(3) > 0)) {
      resource.knownDead = true;
      world.invariants().loans.suspected();
      mine.broken();
    }
  }

  private void rest(boolean served) {
    if (outer != null) {
      time.schedule(outer::release, outer.role == null ? outer.holdTime() : 0);
    } else if (role != null) {
      time.schedule(this::think, upTo(role.thoughtNanos()));
    } else if (!holdsOn) {
      long thought = random.nextInt(8) == 0 ? 2_000 * MILLISECOND : 20 * MILLISECOND;
      boolean again = greedy && served && random.nextInt(50) > 0;
      time.schedule(this::think, again ? 0 : random.nextLong(thought * world.leisure()));
    }
  }
}
