package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of a connection before it is lent. */
class CheckTest {

  /** The bypass window and a tick of the coarse clock. */
  private static final Duration PAST_BYPASS = Duration.ofMillis(511);

  @Test
  void whatWasUsedJustNowIsLentUnchecked() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(Duration.ofMillis(450));

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.connector.thing(1).checks).hasValue(0);
  }

  @Test
  void whatHasBeenIdleForLongerIsCheckedFirst() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.stats().checking()).isEqualTo(1);
    on.runtime.finish(Kind.CHECK);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).checks).hasValue(1);
  }

  @Test
  void withAlwaysItIsCheckedEvenIfItCameBackJustNow() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).validation(Validation.ALWAYS));
    on.fill(1);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void withNeverItIsLentUncheckedHoweverLongItWasIdle() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).validation(Validation.NEVER));
    on.fill(1);
    on.runtime.advance(Duration.ofDays(1));

    assertThat(on.arrive().isServed()).isTrue();
  }

  @Test
  void withNeverEvenASuspectIsLentUnchecked() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(2).maxOverflow(0).validation(Validation.NEVER));
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).release();
    leases.get(1).broken();
    leases.get(1).release();

    assertThat(on.arrive().lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).checks).hasValue(0);
  }

  @Test
  void oneFoundDeadIsAbortedAndTheWaiterGetsAnother() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.connector.thing(1).alive = false;
    PoolUnderTest.Client client = on.arrive();

    on.runtime.finish(Kind.CHECK);
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.ABORT);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(on.connector.thing(1).closes).as("never politely").hasValue(0);
    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(1);
  }

  @Test
  void whyACheckFailedIsTold() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    IOException reset = new IOException("connection reset");
    on.connector.failNext(Kind.CHECK, reset);
    on.arrive();
    on.runtime.finishAll();

    assertThat(on.events(PoolEvent.Retired.class))
        .extracting(PoolEvent.Retired::reason, PoolEvent.Retired::cause)
        .containsExactly(tuple(RetireReason.CHECK_FAILED, reset));
  }

  @Test
  void oneDeathPutsAllOthersUnderSuspicion() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).release();
    on.runtime.advance(PAST_BYPASS);
    on.connector.thing(1).alive = false;
    on.arrive().leave();
    on.runtime.finish(Kind.CHECK); // dead

    leases.get(1).release(); // just used, and yet
    PoolUnderTest.Client client = on.arrive();

    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);
    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
    assertThat(on.connector.thing(2).checks).hasValue(1);
  }

  private static List<Integer> doubted(PoolUnderTest on) {
    return on.events(PoolEvent.Retired.class).stream().map(PoolEvent.Retired::doubted).toList();
  }

  @Test
  void theDeathOfAnIdleOneSaysHowManyOthersAreCheckedAgain() {
    PoolUnderTest on = PoolUnderTest.of(4);
    List<Lease<Thing>> leases = on.leases(4); // those that are borrowed are in doubt as well
    leases.get(0).release();
    leases.get(1).release();
    on.runtime.advance(PAST_BYPASS);
    on.arrive().leave();
    on.runtime.take(Kind.CHECK).invoke(); // of the first, for ever
    on.runtime.advance(Duration.ofSeconds(5));
    assertThat(doubted(on)).containsExactly(3);

    on.arrive();
    on.runtime.finish(Kind.CHECK); // of the second: alive
    leases.get(2).release();
    on.connector.thing(3).alive = false;
    on.arrive();
    on.runtime.finish(Kind.CHECK);

    assertThat(doubted(on)).as("the fourth alone").containsExactly(3, 1);
  }

  @Test
  void whereNothingIsCheckedBeforeItIsLentNothingIsSaidToBe() {
    PoolUnderTest on =
        PoolUnderTest.with(b ->
            b.poolSize(2)
                .maxOverflow(0)
                .validation(Validation.NEVER)
                .keepalive(Duration.ofMinutes(1)));
    on.fill(2);
    on.runtime.advance(Duration.ofMinutes(2)); // both checks are begun, and hang

    assertThat(doubted(on)).containsExactly(0, 0);
  }

  @Test
  void aCheckThatTimedOutPutsAllOthersUnderSuspicion() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).release();
    on.runtime.advance(PAST_BYPASS);
    on.arrive().leave();
    on.runtime.take(Kind.CHECK).invoke();
    on.runtime.advance(Duration.ofSeconds(5));

    leases.get(1).release();

    assertThat(on.arrive().isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(1);
  }

  @Test
  void theDeathOfASuspectTellsNothingNewAboutThoseProvedSince() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    leases.get(0).release();
    leases.get(1).release();
    leases.get(2).broken(); // the other two are suspects
    on.connector.thing(2).alive = false;
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.finish(Kind.CHECK); // the first is alive
    on.runtime.finish(Kind.CHECK); // the second is not
    assertThat(first.isServed()).isTrue();
    second.leave();
    first.lease().release();

    assertThat(on.arrive().lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).checks).as("proved once is enough").hasValue(1);
  }

  @Test
  void aBorrowerThatSawADeathPutsAllOthersUnderSuspicion() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(1).release();

    leases.get(0).broken();
    PoolUnderTest.Client client = on.arrive();

    assertThat(client.isPending()).as("the idle one is checked first").isTrue();
    assertThat(on.stats().checking()).isEqualTo(1);
    on.runtime.finish(Kind.CHECK);
    assertThat(client.isServed()).isTrue();
    client.lease().release();
    assertThat(on.arrive().isServed()).as("once proved it is lent unchecked").isTrue();
    leases.get(0).release();
    on.runtime.finishAll();
    assertThat(on.retired(RetireReason.BROKEN)).isEqualTo(1);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }

  @Test
  void aCheckAnsweredAfterANewSuspicionProvesNothing() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(1).release();
    on.runtime.advance(PAST_BYPASS);
    PoolUnderTest.Client gone = on.arrive();
    gone.leave();
    assertThat(on.stats().checking()).isEqualTo(1);

    leases.get(0).broken(); // while the check is under way
    on.runtime.finish(Kind.CHECK);

    assertThat(on.arrive().isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(1);
  }

  @Test
  void aCheckWhoseWaiterHasLeftPutsTheConnectionBack() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.arrive().leave();

    on.runtime.finish(Kind.CHECK);

    on.isQuietWith(1);
    assertThat(on.arrive().isServed()).as("it counts as proved").isTrue();
  }

  @Test
  void forEachWaiterOneIsChecked() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.fill(4);
    on.runtime.advance(PAST_BYPASS);

    on.arrive();
    on.arrive();

    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(2);
    assertThat(on.stats().idle()).isEqualTo(2);
  }

  @Test
  void aReleaseServesTheWaiterWhoseCheckIsUnderWay() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).release();
    on.runtime.advance(PAST_BYPASS);
    PoolUnderTest.Client client = on.arrive();

    leases.get(1).release();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
    on.runtime.finishAll();
    assertThat(on.stats().idle()).isEqualTo(1);
  }

  @Test
  void aCheckThatFindsNoThreadEndsTheConnection() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.runtime.refuseNext(Kind.CHECK, new OutOfMemoryError("unable to create a native thread"));

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finishAll();

    assertThat(client.isServed()).isTrue();
    assertThat(on.connector.thing(1).isGone()).isTrue();
  }

  @Test
  void thatThereIsNoThreadForACheckSaysNothingOfTheOthers() {
    PoolUnderTest on = PoolUnderTest.of(3);
    on.fill(3);
    on.runtime.advance(PAST_BYPASS);
    on.runtime.refuseNext(Kind.CHECK, new OutOfMemoryError("unable to create a native thread"));

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finishAll();

    assertThat(client.isServed()).isTrue();
    assertThat(on.retired(RetireReason.UNWANTED)).isEqualTo(1);
    assertThat(on.retired(RetireReason.CHECK_FAILED)).isZero();
    assertThat(on.events(PoolEvent.Retired.class))
        .allSatisfy(gone -> assertThat(gone.doubted()).isZero());
  }

  @Test
  void aSuspectIsCheckedBeforeItIsHandedToAWaiter() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client client = on.arrive();
    leases.get(0).broken(); // the other one is a suspect now
    on.connector.thing(2).alive = false; // and rightly so

    leases.get(1).release();

    assertThat(client.isServed()).as("was given %s unchecked", client.delivered()).isFalse();
  }

  @Test
  void oneWaiterIsNotHeldUpByEachDeadIdleConnectionInTurn() {
    PoolUnderTest on = PoolUnderTest.of(5);
    on.fill(5);
    on.runtime.advance(Duration.ofMinutes(1));
    PoolUnderTest.Client client = on.arrive(); // a firewall has forgotten all five

    for (int second = 0; second < 11; second++) { // two check timeouts and a second
      on.runtime.advance(Duration.ofSeconds(1));
      while (on.runtime.waiting(Kind.CHECK) > 0) {
        on.runtime.take(Kind.CHECK).invoke();
      }
      on.runtime.finishAll();
    }

    assertThat(client.isServed()).isTrue();
  }
}
