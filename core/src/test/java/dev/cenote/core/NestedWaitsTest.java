package dev.cenote.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.Liveness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Borrowers that have a resource and ask for another one. */
class NestedWaitsTest {

  static final Duration GRACE = Duration.ofMillis(5);

  private final PoolUnderTest on = PoolUnderTest.of(3);

  static List<Object> borrowers(int count) {
    return Stream.generate(Object::new).limit(count).toList();
  }

  private List<Lease<Thing>> lendTo(List<Object> borrowers) {
    return lendTo(on, borrowers);
  }

  /** Each of them gets one. */
  static List<Lease<Thing>> lendTo(PoolUnderTest on, List<Object> borrowers) {
    List<Lease<Thing>> leases = new ArrayList<>();
    for (Object borrower : borrowers) {
      PoolUnderTest.Client client = on.arriveAs(borrower);
      on.runtime.finishAll();
      leases.add(client.lease());
    }
    return leases;
  }

  /** That borrower arrives, and still waits when it is decided whether it may. */
  private static boolean waitsOn(PoolUnderTest on, Object borrower) {
    return waitsThrough(on, on.arriveAs(borrower));
  }

  private static boolean waitsThrough(PoolUnderTest on, PoolUnderTest.Client client) {
    on.runtime.advance(GRACE.multipliedBy(2));
    return client.isPending();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void oneOfThoseThatWaitForEachOtherIsDrawnByLotAndRefusedInMilliseconds(int drawn) {
    on.runtime.random(drawn);
    List<Object> borrowers = borrowers(3);
    lendTo(borrowers);

    List<PoolUnderTest.Client> seconds = borrowers.stream().map(on::arriveAs).toList();
    assertThat(seconds).allMatch(PoolUnderTest.Client::isPending);
    on.runtime.advance(GRACE);

    PoolUnderTest.Client refused = seconds.get(2 - drawn);
    assertThat(refused.failure()).isInstanceOf(Deadlock.class);
    assertThat(seconds).filteredOn(PoolUnderTest.Client::isPending).hasSize(2);
  }

  @Test
  void tenBorrowersOfTwoEachOnTenLoseOneRequestAndFiveMilliseconds() {
    PoolUnderTest ten = PoolUnderTest.of(10);
    List<Object> borrowers = borrowers(10);
    List<Lease<Thing>> firsts = lendTo(ten, borrowers);
    long before = ten.runtime.time().nanos();

    List<PoolUnderTest.Client> seconds = borrowers.stream().map(ten::arriveAs).toList();

    assertThat(ten.runtime.time().nanos()).isEqualTo(before);
    assertThat(seconds).allMatch(PoolUnderTest.Client::isPending);
    ten.runtime.advance(GRACE);
    assertThat(seconds.stream().filter(client -> client.failure() != null)).hasSize(1);
    firsts.get(9).release();
    for (int i = 0; i < 9; i++) { // each gives back both, which serves the next
      ten.runtime.runDue();
      seconds.get(i).lease().release();
      firsts.get(i).release();
    }
    ten.isQuietWith(10);
  }

  @Test
  void whoHasTheOnlyOneAndAsksForAnotherIsRefused() {
    PoolUnderTest one = PoolUnderTest.of(1);
    Object borrower = new Object();
    one.arriveAs(borrower);
    one.runtime.finishAll();

    PoolUnderTest.Client second = one.arriveAs(borrower);
    one.runtime.advance(GRACE);

    assertThat(second.failure()).isInstanceOf(Deadlock.class);
  }

  /** Counts how often its stack is written out, which takes long. */
  @SuppressWarnings("serial") // never serialised
  private static final class CountingSite extends BorrowSite {

    int written;

    @Override
    public StackTraceElement[] getStackTrace() {
      written++;
      return super.getStackTrace();
    }
  }

  @Test
  void theStackOfWhoIsRefusedIsWrittenOutWhereItIsToldAndNotUnderTheLock() {
    PoolUnderTest one = // without the watch's own looks, which count too
        PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).leakWatch(LeakWatch.OFF));
    CountingSite site = new CountingSite();
    one.arriveAs(site);
    one.runtime.finishAll();
    PoolUnderTest.Client second = one.arriveAs(site);
    one.runtime.advance(GRACE);

    Deadlock deadlock = (Deadlock) requireNonNull(second.failure());

    assertThat(one.stats().refused(AcquireFailure.DEADLOCK)).isEqualTo(1);
    assertThat(site.written).isZero();
    assertThat(deadlock.firstSite())
        .anyMatch(frame -> frame.getMethodName().startsWith("theStackOfWhoIsRefused"));
  }

  @Test
  void whileOneBorrowerDoesNotWaitTheOthersMayHope() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(borrowers);

    PoolUnderTest.Client first = on.arriveAs(borrowers.get(0));
    PoolUnderTest.Client second = on.arriveAs(borrowers.get(1));
    leases.get(2).release();

    assertThat(first.isServed()).isTrue();
    assertThat(second.isPending()).isTrue();
  }

  @Test
  void aBorrowerNobodyKnowsMayGiveItsOwnBack() {
    List<Object> borrowers = borrowers(2);
    lendTo(borrowers);
    on.lease();

    on.arriveAs(borrowers.get(0));

    assertThat(waitsOn(on, borrowers.get(1))).isTrue();
  }

  @Test
  void whatAnotherThreadUsesItMayGiveBack() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(borrowers);
    leases.get(0).touch(); // by this thread, which is none of the borrowers

    on.arriveAs(borrowers.get(0));
    on.arriveAs(borrowers.get(1));

    assertThat(waitsOn(on, borrowers.get(2))).isTrue();
  }

  @Test
  void whileOneIsBeingClosedThereIsHope() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(borrowers);
    leases.get(2).evict(null);

    on.arriveAs(borrowers.get(0));
    PoolUnderTest.Client second = on.arriveAs(borrowers.get(1));

    assertThat(waitsThrough(on, second)).isTrue();
    on.runtime.finishAll();
    assertThat(on.stats().leased()).isEqualTo(3);
  }

  @Test
  void whoeverGivesOneBackInTheNextMillisecondsEndsItWithoutARefusal() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(borrowers);
    PoolUnderTest.Client first = on.arriveAs(borrowers.get(0));
    on.arriveAs(borrowers.get(1));
    PoolUnderTest.Client last = on.arriveAs(borrowers.get(2));
    on.runtime.advance(GRACE.minusMillis(1));

    leases.get(2).release(); // by a thread that had not shown itself
    on.runtime.advance(GRACE);

    assertThat(first.isServed()).isTrue();
    assertThat(last.isPending()).isTrue();
  }

  @Test
  void aDeadlockThatDissolvedAndCameBackHasATimeOfItsOwn() {
    List<Object> borrowers = borrowers(4);
    List<Lease<Thing>> leases = lendTo(borrowers.subList(0, 3));
    PoolUnderTest.Client newcomer = on.arriveAs(borrowers.get(3));
    PoolUnderTest.Client first = on.arriveAs(borrowers.get(0));
    on.arriveAs(borrowers.get(1));
    PoolUnderTest.Client third = on.arriveAs(borrowers.get(2)); // a deadlock
    on.runtime.advance(GRACE.minusMillis(2));

    first.leave();
    leases.get(0).release();
    assertThat(newcomer.isServed()).isTrue();
    PoolUnderTest.Client last = on.arriveAs(borrowers.get(3)); // another one
    on.runtime.advance(GRACE.minusMillis(1));
    assertThat(third.isPending()).as("it is not the last").isTrue();
    assertThat(last.isPending()).as("4 ms after it joined").isTrue();
    on.runtime.advance(Duration.ofMillis(1));

    assertThat(last.failure()).isInstanceOf(Deadlock.class);
    assertThat(third.isPending()).isTrue();
  }

  @Test
  void whoHasGivenUpWaitingIsNoPartOfADeadlock() {
    List<Object> borrowers = borrowers(3);
    lendTo(borrowers);
    on.arriveAs(borrowers.get(0)).leave();
    on.arriveAs(borrowers.get(1));

    assertThat(waitsOn(on, borrowers.get(2))).isTrue();
  }

  @Test
  void aWaitOfAnEarlierLeaseSaysNothingOfTheNext() {
    List<Object> borrowers = borrowers(3);
    List<Lease<Thing>> leases = lendTo(borrowers);
    PoolUnderTest.Client waits = on.arriveAs(borrowers.get(0));
    leases.get(0).release(); // to the one who waits, who has it alone now
    assertThat(waits.isServed()).isTrue();
    on.arriveAs(borrowers.get(1));

    assertThat(waitsOn(on, borrowers.get(2))).isTrue();
  }

  @Test
  void withoutAWatchNobodyIsNamed() {
    PoolUnderTest off =
        PoolUnderTest.with(builder -> builder.poolSize(1).maxOverflow(0).leakWatch(LeakWatch.OFF));
    RealWaiter.acquire(off);

    assertThat(off.pool.holders()).extracting(Holder::thread).containsOnlyNulls();
  }

  @Test
  void whoHasSeveralUnusedOnesMayHaveTakenThemForOthers() {
    Object dispatcher = new Object();
    List<Lease<Thing>> leases = lendTo(List.of(dispatcher, dispatcher, dispatcher));

    PoolUnderTest.Client fourth = on.arriveAs(dispatcher);
    on.runtime.advance(GRACE.multipliedBy(2));

    assertThat(fourth.isPending()).isTrue();
    leases.get(1).release();
    assertThat(fourth.isServed()).isTrue();
  }

  @Test
  void whatTheBorrowerBeforeHasUsedInTheSameTickThisOneHasNot() {
    lendTo(borrowers(3))
        .forEach(lease -> {
          lease.touch();
          lease.release();
        });
    Object dispatcher = new Object();
    lendTo(List.of(dispatcher, dispatcher, dispatcher));

    assertThat(waitsOn(on, dispatcher)).isTrue();
  }

  @Test
  void whoHadTheSlotBeforeIsNotTakenForWhoHasItNow() {
    PoolUnderTest one = PoolUnderTest.of(1);
    Object before = new Object();
    one.connector.look = () -> Liveness.QUIET;
    PoolUnderTest.Client first = one.arriveAs(before);
    one.runtime.finishAll();
    first.lease().release();
    one.runtime.live(Duration.ofSeconds(1));
    List<PoolUnderTest.Client> meanwhile = new ArrayList<>();
    one.connector.look = // the next lease has begun, with its word, and is not yet noted
        () -> {
          meanwhile.add(one.arriveAs(before));
          return Liveness.QUIET;
        };

    one.arrive();

    one.runtime.advance(GRACE.multipliedBy(2));
    assertThat(meanwhile).singleElement().matches(PoolUnderTest.Client::isPending);
  }

  @Test
  void theSizeThatIsNeededCountsThoseToComeToo() {
    List<Object> borrowers = borrowers(3);
    lendTo(borrowers);
    borrowers(5).forEach(on::arriveAs);
    on.arriveAs(borrowers.get(0));
    on.arriveAs(borrowers.get(1));

    PoolUnderTest.Client last = on.arriveAs(borrowers.get(2));
    on.runtime.advance(GRACE);

    assertThat(last.failure()).isEqualTo(new Deadlock(3, 1, 3 + 5 + 1, null));
  }

  @Test
  void whileOneIsBeingOpenedThereIsHope() {
    PoolUnderTest two = PoolUnderTest.of(2);
    Object borrower = new Object();
    two.arriveAs(borrower);
    two.runtime.finishAll();

    PoolUnderTest.Client second = two.arriveAs(borrower);

    assertThat(waitsThrough(two, second)).isTrue();
    assertThat(two.runtime.waiting(Kind.OPEN)).isEqualTo(1);
  }

  /** Borrows on the calling thread what is idle. */
  private static final class RealWaiter {

    static void acquire(PoolUnderTest from) {
      from.fill(1);
      try {
        from.pool.acquire(Duration.ZERO);
      } catch (AcquireException | InterruptedException nothing) {
        throw new AssertionError(nothing);
      }
    }
  }
}
