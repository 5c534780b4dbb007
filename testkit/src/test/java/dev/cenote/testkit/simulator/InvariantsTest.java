package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.AcquireFailure;
import dev.cenote.core.Lease;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolRuntime;
import dev.cenote.core.PoolStats;
import dev.cenote.core.QueuePool;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each invariant is told a lie, and says so. */
class InvariantsTest {

  static final int MAXIMUM = 3;
  static final long SECOND = 1_000_000_000;

  private final Simulation world = worldWith(Validation.ALWAYS);
  private final Invariants invariants = world.invariants();
  private final CallLog calls = new CallLog(world);
  private final SimResource resource = new SimResource(1);

  static Simulation worldWith(Validation validation) {
    return worldWith(config -> config.validation() == validation && config.maxWaiters() >= 5);
  }

  /** The first world whose seed gave it such settings. */
  private static Simulation worldWith(Predicate<PoolConfig> such) {
    long seed = 1;
    Simulation world = new Simulation(seed, 1);
    while (!such.test(world.config())) {
      world = new Simulation(++seed, 1);
    }
    return world;
  }

  /** A pool's numbers as far as they matter here; the rest is 0. */
  static PoolStats stats(
      int idle, int leased, int opening, int waiting, long acquired, long created) {
    return new PoolStats(
        MAXIMUM, MAXIMUM, MAXIMUM, idle, leased, opening, 0, 0, 0, 0, 0, 0, false, waiting, 0, 0,
        acquired, 0, Map.of(), created, 0, 0, Map.of(), Map.of(), 0, 0);
  }

  static void violates(String number, ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("invariant " + number + ":");
  }

  private ThrowingCallable checking(PoolStats stats, SimResource... resources) {
    return () -> invariants.check(stats, List.of(resources), calls);
  }

  private Request request(long patience) {
    return request(world, patience, null);
  }

  static Request request(Simulation world, long patience, @Nullable Object borrower) {
    long now = world.time().nanos();
    return new Request(
        now, now + patience, world.nextArrival(), true, world.stoodStill(), borrower, () -> {});
  }

  private Request queued() {
    return queued(world, request(SECOND));
  }

  static Request queued(Simulation world, Request request) {
    world.invariants().arrives();
    world.invariants().acquired(request);
    return request;
  }

  /** A lease of another pool, on a resource that may be lent. */
  static Lease<SimResource> lease(Simulation world) {
    SimResource good = new SimResource(2);
    world.invariants().loans.opened(good);
    Connector<SimResource> connector = new OpensOne(good);
    QueuePool<SimResource> pool =
        new PoolBuilder<>(connector)
            .prefill(false)
            .runtime(
                new PoolRuntime(
                    world.time(), world.time(), Runnable::run, Runnable::run, () -> 0, () -> {}))
            .buildQueue();
    Request request = request(world, SECOND, null);
    pool.acquire(request, true);
    Lease<SimResource> lease = request.delivered();
    if (lease == null) {
      throw new AssertionError("nothing was lent: " + pool.stats());
    }
    return lease;
  }

  private record OpensOne(SimResource resource) implements Connector<SimResource> {
    @Override
    public SimResource open(OpenAttempt attempt) {
      return resource;
    }

    @Override
    public boolean check(SimResource asked, long timeoutNanos) {
      return true;
    }

    @Override
    public boolean needsReset(SimResource returned) {
      return false;
    }

    @Override
    public void reset(SimResource returned) {}

    @Override
    public void close(SimResource ended) {}

    @Override
    public void abort(SimResource ended) {}
  }

  @Test
  void theTruthViolatesNothing() {
    assertThatCode(checking(stats(0, 0, 0, 0, 0, 0))).doesNotThrowAnyException();
    assertThatCode(checking(stats(2, 0, 0, 0, 0, 2))).doesNotThrowAnyException();
  }

  @Test
  void oneMorePermitsThanTheLimit() {
    assertThatCode(checking(stats(MAXIMUM, 0, 0, 0, 0, MAXIMUM))).doesNotThrowAnyException();
    violates("1", checking(stats(MAXIMUM + 1, 0, 0, 0, 0, MAXIMUM + 1)));
  }

  @Test
  void oneMoreIdleThanALoweredLimit() {
    assertThatCode(checking(stats(0, 0, 0, 0, 0, 0))).doesNotThrowAnyException();
    violates("1", checking(stats(MAXIMUM + 1, 0, 0, 0, 0, MAXIMUM + 1)));
  }

  @Test
  void oneMoreConnectionsThanThePoolKnows() {
    resource.exists = true;
    violates("1", checking(stats(0, 0, 0, 0, 0, 0), resource));
  }

  @Test
  void twoNumbersThatDoNotAddUp() {
    violates("2", checking(stats(0, 1, 0, 0, 0, 1))); // a lease that nobody has
    violates("2", checking(stats(1, 0, 0, 0, 0, 0))); // open, but never created
    violates("2", checking(stats(1, 0, 0, 0, 1, 1))); // acquired, but never delivered
    violates("2", checking(stats(1, 0, 0, 1, 0, 1))); // a waiter that does not exist
  }

  @Test
  void twoAConnectionThatEndsTwiceOrInUse() {
    resource.aborts = 2;
    violates("2", () -> invariants.ending(resource, "aborted"));
    violates("2", () -> invariants.used(resource, "reset"));
    SimResource lent = new SimResource(2);
    lent.lent = true;
    lent.closes = 1;
    violates("2", () -> invariants.ending(lent, "closed"));
    SimResource stuck = new SimResource(3);
    stuck.inCall = true;
    violates("2", () -> invariants.used(stuck, "closed"));
  }

  @Test
  void threeWhatMustNotBeLent() {
    invariants.loans.opened(resource);
    invariants.loans.lent(resource);
    violates("3", () -> invariants.loans.lent(resource)); // to a second one
    invariants.loans.releases(resource, true);
    violates("3", () -> invariants.loans.lent(resource)); // not asked since
    invariants.loans.proved(resource, invariants.loans.asked());
    assertThatCode(() -> invariants.loans.lent(resource)).doesNotThrowAnyException();
  }

  @Test
  void threeWhatIsDeadEvictedOrOutdated() {
    SimResource dead = new SimResource(1);
    invariants.loans.opened(dead);
    dead.knownDead = true;
    violates("3", () -> invariants.loans.lent(dead));
    SimResource evicted = new SimResource(2);
    invariants.loans.opened(evicted);
    evicted.evicted = true;
    violates("3", () -> invariants.loans.lent(evicted));
    SimResource outdated = new SimResource(3);
    invariants.loans.opens(outdated);
    invariants.loans.opened(outdated);
    invariants.loans.invalidated();
    violates("3", () -> invariants.loans.lent(outdated));
  }

  @Test
  void threeASuspectEvenIfItWasAskedBefore() {
    invariants.loans.opened(resource);
    long asked = invariants.loans.asked();
    invariants.loans.suspected();
    invariants.loans.proved(resource, asked);
    violates("3", () -> invariants.loans.lent(resource));
  }

  @Test
  void fourSomebodyWaitsBesideWhatIsIdleOrPermitted() {
    violates("4", () -> invariants.checkAtRest(stats(1, 0, 0, 1, 0, 1), 1L));
    violates("4", () -> invariants.checkAtRest(stats(0, 0, 0, 1, 0, 0), null));
  }

  @Test
  void fiveASlotInACallThatNobodyMakes() {
    violates("5", checking(stats(0, 0, 1, 0, 0, 0)));
  }

  @Test
  void sixAWaiterPastItsDeadline() {
    queued();
    world.time().moveTo(world.time().nanos() + SECOND);
    assertThatCode(checking(stats(0, 0, 0, 1, 0, 0))).doesNotThrowAnyException();
    world.time().moveTo(world.time().nanos() + 1);
    violates("6", checking(stats(0, 0, 0, 1, 0, 0)));
  }

  @Test
  void sixAWaiterServedPastItsDeadline() {
    Request request = queued();
    world.time().moveTo(world.time().nanos() + SECOND + 1);
    request.deliver(lease(world));
    violates("6", checking(stats(0, 1, 0, 0, 1, 1)));
  }

  @Test
  void sixAFailureAsDownThatIsNotTrue() {
    Request failed = request(SECOND);
    failed.fail(AcquireFailure.DOWN);

    violates("6", () -> invariants.wakes(failed)); // no attempt has failed, or all should wait
  }

  @Test
  void sixAFailureAsDownIsTrueOnlyWithFailFastAndNothingOpenAfterAFailure() {
    Simulation failFast = worldWith(config -> config.onOutage() == OnOutage.FAIL_FAST);
    Simulation wait = worldWith(config -> config.onOutage() == OnOutage.WAIT);
    PoolStats failed = failed(0, 0, 1);

    assertThatCode(() -> new Outages(failFast).failsFast(failed, false)).doesNotThrowAnyException();
    violates("6", () -> new Outages(wait).failsFast(failed, false));
    violates("6", () -> new Outages(failFast).failsFast(failed, true));
    violates("6", () -> new Outages(failFast).failsFast(failed(1, 0, 1), false));
    violates("6", () -> new Outages(failFast).failsFast(failed(0, 0, 0), false));
    Outages recovered = new Outages(failFast);
    recovered.observe(failed);
    recovered.observe(failed(0, 1, 1));
    violates("6", () -> recovered.failsFast(failed(0, 1, 1), false));
    assertThatCode(() -> recovered.failsFast(failed(0, 1, 2), false)).doesNotThrowAnyException();
  }

  private static PoolStats failed(int idle, long created, long failed) {
    return new PoolStats(
        MAXIMUM,
        MAXIMUM,
        MAXIMUM,
        idle,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        created,
        0,
        0,
        Map.of(),
        Map.of(OpenFailure.UNREACHABLE, failed),
        0,
        0);
  }

  @Test
  void sixARefusalThatIsNotTrue() {
    for (AcquireFailure why :
        List.of(AcquireFailure.QUEUE_FULL, AcquireFailure.BUSY, AcquireFailure.CLOSED)) {
      Request request = request(SECOND);
      invariants.arrives();
      request.fail(why);
      violates("6", () -> invariants.acquired(request));
    }
  }

  @Test
  void sixTooManyAreSaidToWaitWhileSomethingIsIdleOrComes() {
    Invariants strict = worldWith(config -> config.maxWaiters() == 0).invariants();
    assertThatCode(() -> strict.refusedAsTooMany(stats(0, 3, 0, 0, 3, 3)))
        .doesNotThrowAnyException();
    violates("6", () -> strict.refusedAsTooMany(stats(1, 2, 0, 0, 3, 3)));
    violates("6", () -> strict.refusedAsTooMany(stats(0, 2, 1, 0, 2, 2)));
  }

  @Test
  void eightWhatAnEarlierBorrowerLeft() {
    invariants.loans.opened(resource);
    resource.dirty = true;
    violates("8", () -> invariants.loans.lent(resource));
  }

  @Test
  void theEndOfAConnectionCountsByItsReason() {
    PoolStats ended =
        new PoolStats(
            MAXIMUM,
            MAXIMUM,
            MAXIMUM,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            false,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            1,
            0,
            0,
            Map.of(RetireReason.EXPIRED, 1L),
            Map.of(),
            0,
            0);
    assertThatCode(checking(ended)).doesNotThrowAnyException();
  }
}
