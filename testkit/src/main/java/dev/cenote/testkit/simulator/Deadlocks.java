package dev.cenote.testkit.simulator;

import dev.cenote.core.Deadlock;
import dev.cenote.core.PoolStats;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers that have something and wait for more, kept apart from what the pool believes. All are
 * stuck if every permit is with one of them.
 */
final class Deadlocks {

  /** So long it stands that has become certain when one of them joined the queue, and no longer. */
  private static final long GRACE_NANOS = 5_000_000;

  private final Simulation world;
  private boolean joined;
  private @Nullable Long since;
  private int refusals;

  Deadlocks(Simulation world) {
    this.world = world;
  }

  /** A client has got this. */
  void lent(Request request, SimResource resource) {
    resource.borrower = request.borrower();
  }

  /** The acquire of a client has returned. */
  void acquired(Request request, List<SimResource> resources) {
    boolean waits = request.isPending() && request.borrower() != null;
    joined |= waits && resources.stream().anyMatch(each -> isWith(request.borrower(), each));
  }

  /** A client was refused. */
  void refused(Request request, Deadlock why, PoolStats stats, List<SimResource> resources) {
    Set<Object> stuck = stuck(request, stats, resources);
    if (stuck.isEmpty()) {
      throw world.violation("6: refused because of a deadlock that there is not: " + stats);
    }
    Long begun = since;
    if (begun == null || world.time().nanos() - begun < GRACE_NANOS) {
      throw world.violation("6: refused because of a deadlock that came about only now: " + begun);
    }
    long held = resources.stream().filter(each -> isWith(request.borrower(), each)).count();
    if (why.borrowers() != stuck.size() || why.heldBySelf() != held) {
      throw world.violation("6: a deadlock of " + stuck.size() + " was told as " + why);
    }
    if (why.sizeNeeded() <= stats.maximumSet()) {
      throw world.violation("6: a deadlock with what is said to be enough: " + why);
    }
    refusals++;
    if (world.config().bargesMax() > 0) { // else the order is strict
      world.invariants().order.favour(each -> isOneOf(each, stuck));
    }
  }

  private static boolean isOneOf(Request request, Set<Object> stuck) {
    Object borrower = request.borrower();
    return borrower != null && stuck.contains(borrower);
  }

  /** After any step. */
  void observe(PoolStats stats, List<SimResource> resources) {
    if (stuck(null, stats, resources).isEmpty()) {
      since = null;
    } else if (since == null && joined) {
      since = world.time().nanos();
    }
    joined = false;
  }

  /** Nothing more can happen at this moment. */
  void checkAtRest(PoolStats stats) {
    Long begun = since;
    if (begun != null && world.time().nanos() - begun >= GRACE_NANOS) {
      throw world.violation("4: a deadlock has stood since " + begun + ": " + stats);
    }
  }

  /** How many clients have been refused because of one. */
  int refusals() {
    return refusals;
  }

  /** All who are stuck; nobody if not all are. One who is just being refused has waited. */
  private Set<Object> stuck(
      @Nullable Request refused, PoolStats stats, List<SimResource> resources) {
    Set<Object> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
    int held = 0;
    if (!stats.paused() && stats.permitted() >= stats.maximumSet()) {
      for (SimResource resource : resources) {
        Object borrower = resource.lent ? resource.borrower : null;
        if (borrower != null && (isOf(borrower, refused) || waits(borrower))) {
          waiting.add(borrower);
          held++;
        }
      }
    }
    return held == stats.permitted() ? waiting : Set.of();
  }

  private static boolean isOf(Object borrower, @Nullable Request request) {
    return request != null && request.borrower() == borrower;
  }

  private boolean waits(Object borrower) {
    return world.invariants().order.firstPending(each -> each.borrower() == borrower) != null;
  }

  private static boolean isWith(@Nullable Object borrower, SimResource resource) {
    return resource.lent && resource.borrower == borrower;
  }
}
