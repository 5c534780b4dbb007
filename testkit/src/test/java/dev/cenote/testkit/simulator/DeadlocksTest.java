package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cenote.core.Deadlock;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The invariants of deadlocks are told lies, and say so. */
class DeadlocksTest {

  private final Simulation world = InvariantsTest.worldWith(Validation.ALWAYS);
  private final Invariants invariants = world.invariants();

  /** Three who have one each and wait for another one of three. */
  private List<SimResource> deadlocked() {
    List<SimResource> all = new ArrayList<>();
    for (int i = 1; i <= InvariantsTest.MAXIMUM; i++) {
      SimResource held = new SimResource(i);
      held.lent = true;
      held.borrower = "borrower " + i;
      all.add(held);
    }
    for (SimResource held : all) {
      Request request = InvariantsTest.request(world, InvariantsTest.SECOND, held.borrower);
      invariants.order.arrives();
      invariants.order.acquired(request);
      invariants.deadlocks.acquired(request, all);
    }
    return all;
  }

  private void hasStood(PoolStats full, List<SimResource> all) {
    invariants.deadlocks.observe(full, all);
    world.time().moveTo(world.time().nanos() + 5_000_000);
  }

  @Test
  void nobodyIsRefusedBeforeItHasStoodForFiveMilliseconds() {
    PoolStats full =
        InvariantsTest.stats(0, InvariantsTest.MAXIMUM, 0, InvariantsTest.MAXIMUM, 0, 0);
    hasStood(full, deadlocked());
    invariants.deadlocks.observe(full, List.of()); // it dissolves, and comes back
    List<SimResource> again = deadlocked();
    invariants.deadlocks.observe(full, again);
    Request refused = InvariantsTest.request(world, InvariantsTest.SECOND, again.get(0).borrower);
    Deadlock three = new Deadlock(3, 1, 4, null);
    InvariantsTest.violates("6", () -> invariants.deadlocks.refused(refused, three, full, again));
  }

  @Test
  void aDeadlockMayStandForFiveMilliseconds() {
    PoolStats full =
        InvariantsTest.stats(0, InvariantsTest.MAXIMUM, 0, InvariantsTest.MAXIMUM, 0, 0);
    invariants.deadlocks.observe(full, deadlocked());
    world.time().moveTo(world.time().nanos() + 4_999_999);
    assertThatCode(() -> invariants.deadlocks.checkAtRest(full)).doesNotThrowAnyException();
    world.time().moveTo(world.time().nanos() + 1);
    InvariantsTest.violates("4", () -> invariants.deadlocks.checkAtRest(full));
  }

  @Test
  void whereSomethingIsOpeningThereIsNoDeadlock() {
    PoolStats opening =
        InvariantsTest.stats(0, InvariantsTest.MAXIMUM, 1, InvariantsTest.MAXIMUM, 0, 0);
    invariants.deadlocks.observe(opening, deadlocked());
    world.time().moveTo(world.time().nanos() + InvariantsTest.SECOND);
    assertThatCode(() -> invariants.deadlocks.checkAtRest(opening)).doesNotThrowAnyException();
  }

  @Test
  void nobodyIsRefusedForADeadlockThatThereIsNot() {
    PoolStats full =
        InvariantsTest.stats(0, InvariantsTest.MAXIMUM, 0, InvariantsTest.MAXIMUM, 0, 0);
    List<SimResource> all = deadlocked();
    hasStood(full, all);
    Request refused = InvariantsTest.request(world, InvariantsTest.SECOND, all.get(0).borrower);
    Deadlock three = new Deadlock(3, 1, 4, null);
    assertThatCode(() -> invariants.deadlocks.refused(refused, three, full, all))
        .doesNotThrowAnyException();
    Deadlock two = new Deadlock(2, 1, 4, null);
    InvariantsTest.violates("6", () -> invariants.deadlocks.refused(refused, two, full, all));
    Deadlock enough = new Deadlock(3, 1, 3, null);
    InvariantsTest.violates("6", () -> invariants.deadlocks.refused(refused, enough, full, all));
    all.get(2).borrower = "somebody who does not wait";
    InvariantsTest.violates("6", () -> invariants.deadlocks.refused(refused, three, full, all));
  }
}
