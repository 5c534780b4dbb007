package dev.cenote.testkit.simulator;

import static dev.cenote.testkit.simulator.InvariantsTest.SECOND;
import static dev.cenote.testkit.simulator.InvariantsTest.lease;
import static dev.cenote.testkit.simulator.InvariantsTest.request;
import static dev.cenote.testkit.simulator.InvariantsTest.stats;
import static dev.cenote.testkit.simulator.InvariantsTest.violates;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.Lease;
import dev.cenote.core.PoolConfig.Validation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant 9 is told lies and truths about who came first. */
class ArrivalOrderTest {

  private final Simulation world = InvariantsTest.worldWith(Validation.ALWAYS);
  private final Invariants invariants = world.invariants();

  private Request queued(boolean light) {
    Request request = request(world, SECOND, null);
    request.light = light;
    return InvariantsTest.queued(world, request);
  }

  private void pass(long nanos) {
    world.time().moveTo(world.time().nanos() + nanos);
  }

  @Test
  void theSecondIsServedBeforeTheFirst() {
    queued(false);
    queued(false).deliver(lease(world));
    violates("9", () -> invariants.check(stats(0, 1, 0, 1, 1, 1), List.of(), new CallLog(world)));
  }

  @Test
  void theHeadIsOvertakenTooOften() {
    queued(false);
    violates(
        "9",
        () -> {
          for (int i = 0; i <= world.config().bargesMax(); i++) {
            overtake();
          }
        });
  }

  @Test
  void theHeadIsOvertakenForWhatCameFreeAfterItsMillisecond() {
    queued(false);
    invariants.arrives(); // it is head from now on
    pass(999_999);
    Lease<SimResource> idleBefore = lease(world);
    pass(1);
    assertThatCode(() -> overtake(idleBefore)).doesNotThrowAnyException();
    assertThatThrownBy(this::overtake).hasMessageContaining("after its first millisecond");
  }

  private void overtake() {
    overtake(lease(world));
  }

  private void overtake(Lease<SimResource> lease) {
    Request newcomer = request(world, SECOND, null);
    invariants.arrives();
    newcomer.deliver(lease);
    invariants.acquired(newcomer);
  }

  @Test
  void aVirtualThreadIsOvertakenForWhatCameFreeWhenItHadWaitedForAMillisecondAndWasHead() {
    Request first = queued(false);
    queued(true);
    pass(1_000_000);
    first.deliver(lease(world));
    invariants.arrives(); // it is head from now on
    assertThatThrownBy(this::overtake).hasMessageContaining("head after 1 ms");
  }

  @Test
  void aVirtualThreadIsOvertakenForWhatWasDueToAnotherOneThatWasHead() {
    Request first = queued(true);
    queued(true);
    invariants.arrives();
    pass(1_000_000);
    Lease<SimResource> dueToTheFirst = lease(world);
    first.deliver(lease(world));
    invariants.arrives();
    assertThatThrownBy(() -> overtake(dueToTheFirst)).hasMessageContaining("head after 1 ms");
  }

  @Test
  void aVirtualThreadIsOvertakenForWhatCameFreeAtTheSameMomentButWhileAnotherWasHead() {
    Request first = queued(false);
    queued(true);
    pass(1_000_000);
    Lease<SimResource> whileAnotherWasHead = lease(world);
    first.deliver(lease(world));
    invariants.arrives();
    assertThatCode(() -> overtake(whileAnotherWasHead)).doesNotThrowAnyException();
  }
}
