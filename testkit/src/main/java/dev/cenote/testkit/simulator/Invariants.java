package dev.cenote.testkit.simulator;

import dev.cenote.core.AcquireFailure;
import dev.cenote.core.Deadlock;
import dev.cenote.core.Lease;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.DriverCall.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every step. The numbers in what it says are those of the design's list:
 *
 * <ol>
 *   <li>permits never exceed the limit, and above a lowered one never grow; no more connections
 *       exist than the pool says are open or given up; on a full server one more is tried, no two
 *       at once ({@link #checkPermits})
 *   <li>what was created and has not ended is open, a delivery is a lease, a lease is one slot that
 *       is lent ({@link #checkAccounts}); a connection ends once, not while it is lent, and is in
 *       one call at a time, none of them after its end has begun ({@link #used}, {@link #ending})
 *   <li>no second borrower, nothing known dead, evicted, invalidated or under suspicion is lent,
 *       with ALWAYS nothing that was not asked since its last lease ({@link Loans})
 *   <li>nobody waits while something is idle or a permit is free, once nothing more can happen at
 *       this moment ({@link #checkAtRest}); borrowers that wait for each other do so for 5 ms
 *       ({@link Deadlocks})
 *   <li>every slot that is in a driver call has that call, and not for longer than it may take
 *       ({@link #checkCalls}); at the end of all faults nothing is given up any more ({@link
 *       Simulation})
 *   <li>every acquire ends by its deadline, to the nanosecond ({@link #checkDeadlines}), and
 *       whoever sets no alarm for that is woken in time ({@link ArrivalOrder#checkTimeIsKept}); it
 *       is refused only for what is true ({@link #acquired}, {@link Outages}); nothing is lent
 *       while the pool is paused
 *   <li>when the faults end everything can be lent again ({@link Simulation})
 *   <li>nothing dirty is lent ({@link Loans})
 *   <li>order of arrival, and overtaking within its limits ({@link ArrivalOrder})
 *   <li>at the end of the pool nobody waits from that moment ({@link #checkDeadlines}), all is
 *       closed in time and nothing is left ({@link Simulation})
 * </ol>
 */
final class Invariants {

  private final Simulation world;
  final ArrivalOrder order;
  final Loans loans;
  final Deadlocks deadlocks;
  private final Outages outages;
  private final List<Lease<SimResource>> leases = new ArrayList<>();
  private int permittedBefore = Integer.MAX_VALUE;
  private int openingBefore;
  private boolean fullBefore;
  private long delivered;

  Invariants(Simulation world) {
    this.world = world;
    this.order = new ArrivalOrder(world, this::lent);
    this.loans = new Loans(world);
    this.deadlocks = new Deadlocks(world);
    this.outages = new Outages(world);
  }

  /** A client is about to acquire. */
  void arrives() {
    order.arrives();
  }

  /** Its acquire has returned: it has a lease, has failed, or is queued. */
  void acquired(Request request) {
    order.acquired(request);
    deadlocks.acquired(request, world.resources());
    refused(request.failure(), request.mayQueue);
  }

  /** A client is woken: it has a lease, has failed, or is nudged. */
  void wakes(@Nullable Request request) {
    if (request != null && request.failure() == AcquireFailure.DOWN) {
      outages.failsFast(world.stats(), leases.stream().anyMatch(Lease::isActive));
    }
    if (request != null && request.failure() instanceof Deadlock deadlock) {
      deadlocks.refused(request, deadlock, world.stats(), world.resources());
    }
  }

  private void refused(@Nullable Object why, boolean mayQueue) {
    if (why == AcquireFailure.QUEUE_FULL) {
      refusedAsTooMany(world.stats());
    }
    if (why == AcquireFailure.CLOSED && !world.isClosing()) {
      throw world.violation("6: refused as closed by a pool that is not");
    }
    if (why == AcquireFailure.PAUSED && !world.stats().paused()) {
      throw world.violation("6: refused as paused by a pool that is not");
    }
    if (why == AcquireFailure.BUSY && mayQueue) {
      throw world.violation("6: refused as busy although it would have waited");
    }
  }

  /** Whoever is being served by an open is not counted; what is idle serves whoever comes. */
  void refusedAsTooMany(PoolStats stats) {
    long others = (long) order.mostWaiting() - stats.opening();
    if (others < world.config().maxWaiters()) {
      throw world.violation(
          "6: refused as too many although only so many waited for others: " + others);
    }
    if (stats.idle() > 0 && !stats.paused()) {
      throw world.violation("6: refused as too many although a connection is idle: " + stats);
    }
  }

  private void lent(Request request) {
    Lease<SimResource> lease = request.delivered();
    if (lease == null) {
      return;
    }
    delivered++;
    if (world.stats().paused()) {
      throw world.violation("6: something was lent by a pool that is paused");
    }
    if (world.time().nanos() > request.deadline + world.stoodStillSince(request)) {
      throw world.violation("6: a waiter was served after its deadline");
    }
    if (lease.isActive()) { // else the pool has ended
      leases.add(lease);
      loans.lent(lease.resource());
      deadlocks.lent(request, lease.resource());
    }
  }

  /** The pool uses a resource. */
  void used(SimResource resource, String how) {
    if (resource.isEnding()) {
      throw world.violation("2: " + resource + " was " + how + " after its end had begun");
    }
    if (resource.inCall) {
      throw world.violation(
          "2: " + resource + " was " + how + " while another call is stuck in it");
    }
  }

  /** The pool ends a resource. */
  void ending(SimResource resource, String how) {
    if (resource.closes > 1 || resource.aborts > 1) {
      throw world.violation("2: " + resource + " was " + how + " twice");
    }
    if (resource.lent && !world.isClosing()) {
      throw world.violation("2: " + resource + " was " + how + " while it was lent");
    }
  }

  /** Everything that can be said after any step. */
  void check(PoolStats stats, List<SimResource> resources, CallLog calls) {
    order.settle();
    leases.removeIf(lease -> !lease.isActive());
    outages.observe(stats);
    deadlocks.observe(stats, resources);
    checkAccounts(stats, leases.size());
    checkPermits(stats, resources);
    checkCalls(stats, calls);
    checkDeadlines();
  }

  private void checkAccounts(PoolStats stats, int leased) {
    if (stats.leased() != leased) {
      throw world.violation("2: " + leased + " leases are out, the pool says " + stats);
    }
    long ended = stats.retired().values().stream().mapToLong(Long::longValue).sum();
    if (stats.created() - ended != stats.open() - stats.closing()) {
      throw world.violation("2: created - retired is not what is open: " + stats);
    }
    if (stats.acquired() != delivered) {
      throw world.violation("2: " + delivered + " were delivered, the pool says " + stats);
    }
    if (stats.waiting() != order.waiting()) {
      throw world.violation("2: " + order.waiting() + " wait, the pool says " + stats);
    }
  }

  private void checkPermits(PoolStats stats, List<SimResource> resources) {
    if (stats.permitted() > stats.maximum() && stats.permitted() > permittedBefore) {
      throw world.violation("1: more than permitted: " + stats);
    }
    permittedBefore = stats.permitted();
    if (stats.maximum() > stats.maximumSet() || stats.maximum() < 1) {
      throw world.violation("1: permitted is what may not be: " + stats);
    }
    if (fullBefore && stats.isServerFull() && stats.opening() > Math.max(1, openingBefore)) {
      throw world.violation("1: the server is full and more than one is tried: " + stats);
    }
    openingBefore = stats.opening();
    fullBefore = stats.isServerFull();
    if (stats.idle() > stats.maximum()) {
      throw world.violation("1: above a lowered limit more stay than go: " + stats);
    }
    int physical = 0;
    for (SimResource resource : resources) {
      physical += resource.exists && !resource.ended ? 1 : 0;
    }
    if (physical > stats.open() + stats.givenUp() + stats.detached() + stats.released()) {
      throw world.violation("1: " + physical + " connections exist, the pool says " + stats);
    }
  }

  private void checkCalls(PoolStats stats, CallLog calls) {
    checkCalls(stats, PoolStats::opening, calls.inTime(Kind.OPEN), "opening");
    checkCalls(stats, PoolStats::checking, calls.inTime(Kind.CHECK), "being checked");
    checkCalls(stats, PoolStats::resetting, calls.inTime(Kind.RESET), "being reset");
    checkCalls(
        stats, PoolStats::closing, calls.inTime(Kind.CLOSE) + calls.inTime(Kind.ABORT), "closing");
  }

  private void checkCalls(PoolStats stats, ToIntFunction<PoolStats> slots, int calls, String what) {
    if (slots.applyAsInt(stats) > calls) {
      throw world.violation(
          "5: of those that are " + what + " only " + calls + " have a call in time: " + stats);
    }
  }

  private void checkDeadlines() {
    Request late =
        order.firstPending(request ->
            world.isClosing()
                || world.time().nanos() > request.deadline + world.stoodStillSince(request));
    if (late != null) {
      throw world.violation(
          world.isClosing()
              ? "10: somebody waits for a pool that is closed"
              : "6: waiter " + late.arrival + " is past its deadline");
    }
  }

  /** What can be said when nothing more can happen at this moment. */
  void checkAtRest(PoolStats stats, @Nullable Long nextAt) {
    if (stats.waiting() == 0 || world.isClosing() || stats.paused()) {
      return;
    }
    deadlocks.checkAtRest(stats);
    if (!world.isWaking()) {
      order.checkTimeIsKept();
    }
    if (stats.idle() > 0 && stats.waiting() > stats.checking() && !world.isWaking()) {
      throw world.violation("4: somebody waits while a connection is idle: " + stats);
    }
    boolean nothingComes = stats.opening() + stats.checking() == 0;
    if (nothingComes && stats.permitted() < stats.maximumSet() && nextAt == null) {
      throw world.violation("4: somebody waits, a permit is free, nothing will happen: " + stats);
    }
  }
}
