package dev.cenote.core;

import static dev.cenote.core.NestedWaitsTest.GRACE;
import static dev.cenote.core.NestedWaitsTest.borrowers;
import static dev.cenote.core.NestedWaitsTest.lendTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** To whom goes what one gives back that was refused in a deadlock. */
class FavouredTest {

  private final PoolUnderTest on = PoolUnderTest.of(3);

  @Test
  void whatTheRefusedOneGivesBackIsForTheOthersAndThenForWhoeverWaitsFirst() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(on, borrowers);
    PoolUnderTest.Client newcomer = on.arrive();
    List<PoolUnderTest.Client> seconds = borrowers.stream().map(on::arriveAs).toList();
    on.runtime.advance(GRACE);
    assertThat(seconds.get(2).failure()).isInstanceOf(Deadlock.class);

    leases.get(2).release();
    assertThat(seconds.get(0).isServed()).isTrue();
    seconds.get(0).lease().release();
    assertThat(seconds.get(1).isServed()).isTrue();
    assertThat(newcomer.isPending()).isTrue();
    leases.get(0).release();

    assertThat(newcomer.isServed()).isTrue();
  }

  @Test
  void whoIsFavouredAndGivesUpHoldsUpNobody() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(on, borrowers);
    PoolUnderTest.Client newcomer = on.arrive();
    List<PoolUnderTest.Client> seconds = borrowers.stream().map(on::arriveAs).toList();
    on.runtime.advance(GRACE);

    seconds.get(0).leave();
    seconds.get(1).abandon(); // and has not yet left the queue
    leases.get(2).release();

    assertThat(newcomer.isServed()).isTrue();
  }

  @Test
  void whereTheOrderIsStrictWhatTheRefusedOneGivesBackIsForWhoeverWaitsFirst() {
    PoolUnderTest strict = PoolUnderTest.with(b -> b.poolSize(2).maxOverflow(0).bargesMax(0));
    List<Object> borrowers = borrowers(2);
    List<Lease<Thing>> leases = lendTo(strict, borrowers);
    PoolUnderTest.Client newcomer = strict.arrive();
    PoolUnderTest.Client first = strict.arriveAs(borrowers.get(0));
    PoolUnderTest.Client last = strict.arriveAs(borrowers.get(1));
    strict.runtime.advance(GRACE);
    assertThat(last.failure()).isInstanceOf(Deadlock.class);

    leases.get(1).release();

    assertThat(newcomer.isServed()).isTrue();
    assertThat(first.isPending()).isTrue();
  }
}
