package dev.cenote.testkit.simulator;

import dev.cenote.core.Lease;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.QueuePool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold after every step. The numbers are those of DESIGN section 2. */
final class Invariants {

  private static final long BARGE_WINDOW_NANOS = 1_000_000;

  private final Simulation world;
  private final List<Request> queue = new ArrayList<>();
  private final List<Lease<SimResource>> leases = new ArrayList<>();
  private @Nullable Request head;
  private long headSince;
  private int overtaken;
  private @Nullable Request headAtArrival;
  private int allowedBefore = Integer.MAX_VALUE;

  Invariants(Simulation world) {
    this.world = world;
  }

  /** A client is about to acquire. */
  void arrives(Request request) {
    settle();
    headAtArrival = head;
  }

  /** Its acquire has returned: it has a lease, has failed, or is queued. */
  void acquired(Request request) {
    boolean served = request.delivered() != null;
    if (served && headAtArrival != null && headAtArrival.isPending()) {
      overtaken++;
      PoolConfig config = world.config();
      if (overtaken > config.bargesMax()) {
        throw world.violation("9: the head was overtaken " + overtaken + " times");
      }
      if (world.time().nanos() - headSince >= BARGE_WINDOW_NANOS) {
        throw world.violation("9: the head was overtaken after its first millisecond");
      }
      lent(request);
    } else {
      queue.add(request);
    }
  }

  /** A client is about to release. */
  void releases(SimResource resource, boolean active) {
    if (active) {
      resource.lent = false;
    }
  }

  /** The pool uses a resource. */
  void used(SimResource resource, String how) {
    if (resource.isEnding()) {
      throw world.violation("2: " + resource + " was " + how + " after its end had begun");
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

  /** Looks at whom the last step served. */
  private void settle() {
    Request waiting = null;
    for (Iterator<Request> each = queue.iterator(); each.hasNext(); ) {
      Request request = each.next();
      if (request.isPending()) {
        waiting = waiting == null ? request : waiting;
      } else {
        each.remove();
        if (request.delivered() != null) {
          if (waiting != null) {
            throw world.violation(
                "9: waiter " + request.arrival + " was served before " + waiting.arrival);
          }
          lent(request);
        }
      }
    }
    if (waiting != head) {
      head = waiting;
      headSince = world.time().nanos();
      overtaken = 0;
    }
  }

  private void lent(Request request) {
    Lease<SimResource> lease = request.delivered();
    if (lease == null || !lease.isActive()) { // not any more: the pool has ended
      return;
    }
    SimResource resource = lease.resource();
    leases.add(lease);
    if (resource.lent) {
      throw world.violation("3: " + resource + " was lent to two borrowers");
    }
    resource.lent = true;
    if (resource.knownDead) {
      throw world.violation("3: " + resource + " was lent although known to be dead");
    }
    if (resource.isEnding() && !world.isClosing()) {
      throw world.violation("2: " + resource + " was lent after its end had begun");
    }
    if (resource.dirty) {
      throw world.violation("8: " + resource + " was lent");
    }
    if (world.time().nanos() > request.deadline + world.lateBy()) {
      throw world.violation("6: a waiter was served after its deadline");
    }
  }

  /** Everything that can be said after any step. */
  void check(QueuePool<SimResource> pool, FakeConnector connector) {
    settle();
    PoolStats stats = pool.stats();
    leases.removeIf(lease -> !lease.isActive());
    if (stats.leased() != leases.size()) {
      throw world.violation("4: " + leases.size() + " leases are out, the pool says " + stats);
    }
    if (stats.permitted() > stats.maximum() && stats.permitted() > allowedBefore) {
      throw world.violation("1: more than permitted: " + stats);
    }
    allowedBefore = stats.permitted();
    int physical = 0;
    for (SimResource resource : connector.resources) {
      if (resource.exists && !resource.ended) {
        physical++;
      }
    }
    if (physical > stats.open() + stats.givenUp()) {
      throw world.violation("1: " + physical + " connections exist, the pool says " + stats);
    }
    for (Request request : queue) {
      if (request.isPending() && world.time().nanos() > request.deadline + world.lateBy()) {
        throw world.violation("6: a waiter is past its deadline");
      }
    }
  }

  /** What can be said when nothing more can happen at this moment. */
  void checkAtRest(PoolStats stats, @Nullable Long nextAt) {
    if (stats.waiting() == 0 || world.isClosing()) {
      return;
    }
    if (stats.idle() > 0 && stats.waiting() > stats.checking()) {
      throw world.violation("4: somebody waits while a connection is idle: " + stats);
    }
    boolean nothingComes = stats.opening() + stats.checking() == 0;
    if (nothingComes && stats.permitted() < stats.maximum() && nextAt == null) {
      throw world.violation("4: somebody waits, a permit is free, nothing will happen: " + stats);
    }
  }
}
