package dev.cenote.testkit.simulator;

import dev.cenote.core.Lease;
import dev.cenote.core.PoolConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, as the clients see it, and whether they are served in order: of arrival, but for those
 * who have something already and are freed by a refusal. Invariant 9.
 */
final class ArrivalOrder {

  private static final long BARGE_WINDOW_NANOS = 1_000_000;
  private static final long LIGHT_PATIENCE_NANOS = 1_000_000;

  private final Simulation world;
  private final Consumer<Request> served;
  private final List<Request> queue = new ArrayList<>();
  private @Nullable Request head;
  private @Nullable Request headAtArrival;
  private long headSince;
  private long freesBeforeHead;
  private int overtaken;
  private int mostWaiting;
  private long overtakings;
  private int mostOvertaken;
  private long longestAsHead;

  /** Tells {@code served} of each request that got something, once. */
  ArrivalOrder(Simulation world, Consumer<Request> served) {
    this.world = world;
    this.served = served;
  }

  /** Somebody is about to acquire. */
  void arrives() {
    settle();
    headAtArrival = head;
    mostWaiting = waiting();
  }

  /** How many waited when the last one arrived. */
  int mostWaiting() {
    return mostWaiting;
  }

  /** Its acquire has returned. */
  void acquired(Request request) {
    Request before = headAtArrival;
    Lease<SimResource> lease = request.delivered();
    if (lease == null || before == null || !before.isPending()) {
      queue.add(request);
      return;
    }
    overtaken++;
    overtakings++;
    mostOvertaken = Math.max(mostOvertaken, overtaken);
    PoolConfig config = world.config();
    if (overtaken > config.bargesMax()) {
      throw world.violation("9: the head was overtaken " + overtaken + " times");
    }
    if (lease.resource().freeSince - headSince >= BARGE_WINDOW_NANOS) {
      throw world.violation(
          "9: the head was overtaken for what came free after its first millisecond");
    }
    if (isDue(before, lease.resource())) {
      throw world.violation(
          "9: a virtual thread was overtaken for what came free when it was head after 1 ms");
    }
    served.accept(request);
  }

  /** Whether what comes free now is the head's, by the rule for virtual threads. */
  boolean isHeadDue() {
    return head != null && isDue(head, world.time().nanos());
  }

  private static boolean isDue(Request request, long freeSince) {
    return request.isLight() && freeSince - request.since() >= LIGHT_PATIENCE_NANOS;
  }

  /** Of what came free while another was head only if nobody might overtake that one either. */
  private boolean isDue(Request request, SimResource free) {
    return isDue(request, free.freeSince) && (free.freeNumber > freesBeforeHead || free.freeWasDue);
  }

  /** Looks at whom the last step served. */
  void settle() {
    Request waiting = null;
    Request favoured = null;
    for (Iterator<Request> each = queue.iterator(); each.hasNext(); ) {
      Request request = each.next();
      if (request.isPending()) {
        waiting = waiting == null ? request : waiting;
        favoured = favoured == null && request.favoured ? request : favoured;
      } else {
        each.remove();
        if (request.delivered() != null) {
          Request before = request.favoured ? favoured : waiting;
          if (before != null) {
            throw world.violation(
                "9: waiter " + request.arrival + " was served before " + before.arrival);
          }
          served.accept(request);
        }
      }
    }
    if (waiting != head) {
      if (head != null) {
        longestAsHead = Math.max(longestAsHead, world.time().nanos() - headSince);
      }
      head = waiting;
      headSince = world.time().nanos();
      freesBeforeHead = world.invariants().loans.frees();
      overtaken = 0;
    }
  }

  /** How often somebody who came later was served before the head. */
  long overtakings() {
    return overtakings;
  }

  /** How often the one head was overtaken that was overtaken most. */
  int mostOvertaken() {
    return mostOvertaken;
  }

  /** How long the one was head of the queue that was so longest. */
  long longestAsHead() {
    return longestAsHead;
  }

  /** How many wait. */
  int waiting() {
    int waiting = 0;
    for (Request request : queue) {
      waiting += request.isPending() ? 1 : 0;
    }
    return waiting;
  }

  /** Those who wait and are such need no longer let those go first who came earlier. */
  void favour(Predicate<Request> such) {
    for (Request request : queue) {
      request.favoured |= request.isPending() && such.test(request);
    }
  }

  /** Who sets no alarm is woken before its deadline by one whose alarm rings before its own. */
  void checkTimeIsKept() {
    Request first = null;
    long ringsAt = Long.MAX_VALUE;
    for (Request request : queue) {
      boolean kept = request.ringsAt == Long.MAX_VALUE;
      if (request.isPending() && kept && (first == null || request.deadline < first.deadline)) {
        first = request;
      }
      if (request.isPending() && request.light && request.ringsAt < request.deadline) {
        ringsAt = Math.min(ringsAt, request.ringsAt);
      }
    }
    if (first != null && ringsAt >= first.deadline) {
      throw world.violation("6: nobody keeps the time of waiter " + first.arrival);
    }
  }

  /** The first who waits and is such. */
  @Nullable Request firstPending(Predicate<Request> such) {
    for (Request request : queue) {
      if (request.isPending() && such.test(request)) {
        return request;
      }
    }
    return null;
  }
}
