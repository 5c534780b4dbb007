package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of that which had begun when settings change. */
class ReconfigureTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void allThatChangesIsToldInOneEvent() {
    PoolUnderTest on = PoolUnderTest.of(1);

    on.reconfigure(b -> b.maxOverflow(PoolConfig.UNLIMITED).acquireTimeout(PoolConfig.NONE));

    assertThat(on.events)
        .endsWith(
            new PoolEvent.Reconfigured(
                List.of(
                    new PoolEvent.Change("maxOverflow", "0", "UNLIMITED"),
                    new PoolEvent.Change("acquireTimeout", "PT30S", "NONE"))));
    assertThat(on.events(PoolEvent.Resized.class)).isEmpty();
  }

  @Test
  void whatChangesNothingIsNotTold() {
    PoolUnderTest on = PoolUnderTest.of(1);

    on.reconfigure(b -> b);

    assertThat(on.events(PoolEvent.Reconfigured.class)).isEmpty();
  }

  @Test
  void itsOwnerMaySayWhatIsTold() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolEvent.Change password = new PoolEvent.Change("password", "***", "***");

    on.pool.reconfigure(on.pool.config(), List.of(password));

    assertThat(on.events(PoolEvent.Reconfigured.class))
        .containsExactly(new PoolEvent.Reconfigured(List.of(password)));
    assertThat(password).hasToString("password changed");
    assertThat(new PoolEvent.Change("poolSize", "1", "2")).hasToString("poolSize 1 -> 2");
  }

  @Test
  void aSizeSetByResizeIsKeptByALaterChange() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.resize(3, 2);

    on.reconfigure(b -> b.acquireTimeout(SECOND));

    assertThat(on.stats().poolSize()).isEqualTo(3);
    assertThat(on.stats().maximum()).isEqualTo(5);
  }

  @Test
  void onceThePoolClosesNothingChanges() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.beginClose();

    on.reconfigure(b -> b.poolSize(3));

    assertThat(on.pool.config().poolSize()).isEqualTo(1);
    assertThat(on.events(PoolEvent.Reconfigured.class)).isEmpty();
  }

  @Test
  void aCallUnderWayKeepsItsDeadline() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();

    on.reconfigure(b -> b.connectTimeout(SECOND));
    on.runtime.advance(Duration.ofSeconds(9));
    assertThat(on.stats().givenUp()).isZero();
    on.runtime.advance(SECOND);

    assertThat(on.stats().givenUp()).isEqualTo(1);
  }

  @Test
  void thoseWhoWaitStayThoughTheQueueMayNowBeShorter() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();

    on.reconfigure(b -> b.maxWaiters(1));

    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    lease.release();
    first.lease().release();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void whoWaitsInAnOutageIsRefusedWhenTheNextAttemptFails() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.down = new IOException("down");
    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.OPEN);

    on.reconfigure(b -> b.onOutage(OnOutage.FAIL_FAST));
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.OPEN);

    assertThat(client.failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void afterARefusedLoginTheNextAttemptStartsAtOnce() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).prefill(true));
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
    on.connector.down = new IOException("wrong password");
    on.runtime.live(Duration.ofMinutes(2)); // by now it rests for a minute
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    on.connector.down = null;

    on.pool.reconfigure(on.pool.config(), List.of());
    on.runtime.live(Duration.ofMillis(1));

    assertThat(on.stats().idle()).isEqualTo(1);
  }

  @Test
  void aShorterLifetimeEndsWhatIsOpenOneAfterTheOther() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(4).maxOverflow(1).prefill(true));
    on.runtime.live(Duration.ofMinutes(10));

    on.reconfigure(b -> b.maxLifetime(Duration.ofSeconds(40)));
    on.runtime.live(SECOND);
    assertThat(on.retired(RetireReason.EXPIRED)).as("not all at once").isLessThan(4);
    on.runtime.live(Duration.ofSeconds(12)); // a quarter of it, and a round of the chore

    assertThat(IntStream.rangeClosed(1, 4)).allMatch(number -> on.connector.thing(number).isGone());
    assertThat(on.stats().idle()).isEqualTo(4);
  }

  @Test
  void withoutALifetimeNothingEndsAnyMore() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxLifetime(Duration.ofMinutes(1)));
    on.fill(1);

    on.reconfigure(b -> b.maxLifetime(Duration.ZERO));
    on.runtime.live(Duration.ofHours(1));

    on.isQuietWith(1);
  }

  @Test
  void aLongerWindowDoesNotForgetWhatWasNeeded() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(0).maxOverflow(3));
    on.fill(3);
    on.runtime.live(Duration.ofSeconds(20));

    on.reconfigure(b -> b.overflowLinger(Duration.ofMinutes(1)));
    on.runtime.live(Duration.ofSeconds(30));

    on.isQuietWith(3);
    on.runtime.live(Duration.ofMinutes(1));
    on.isQuietWith(0);
  }

  @Test
  void whoHasBorrowedIsForgottenWithTheWatch() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    Lease<Thing> lease = here(on);
    assertThat(on.pool.holders().get(0).thread()).isSameAs(Thread.currentThread());
    lease.release();

    on.reconfigure(b -> b.leakWatch(LeakWatch.OFF));
    here(on);

    assertThat(on.pool.holders().get(0).thread()).isNull();
  }

  private static Lease<Thing> here(PoolUnderTest on) {
    try {
      return on.pool.acquire(Duration.ZERO);
    } catch (AcquireException | InterruptedException none) {
      throw new AssertionError(none);
    }
  }

  @Test
  void whatFellUnderSuspicionIsLentUncheckedOnceNothingIsChecked() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    leases.get(2).broken();
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.reconfigure(b -> b.validation(Validation.NEVER));

    here(on);
    here(on);
    assertThat(on.runtime.waiting(Kind.CHECK)).isZero();
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void everyKindTakesOverItsSizesAndItsTimeout(PoolKind kind) {
    try (KindUnderTest some =
        KindUnderTest.with(kind, b -> b.maxOverflow(kind == PoolKind.SOLE ? 0 : 3))) {
      int overflow = kind == PoolKind.SOLE ? 0 : 1;
      PoolConfig next =
          with(some, b -> b.maxOverflow(overflow).acquireTimeout(Duration.ofSeconds(7)));

      some.pool.reconfigure(next);

      assertThat(some.pool.config()).isEqualTo(next);
      assertThat(some.pool.stats().poolSize()).isEqualTo(next.poolSize());
      assertThat(some.pool.stats().maximum())
          .isEqualTo(kind.maximumAtFirst(next.poolSize(), next.maxOverflow()));
      some.use();
    }
  }

  @Test
  void asManyReplacedOnesMayBeBorrowedOfASharedPoolAsItsOverflowNowSays() {
    try (KindUnderTest shared = KindUnderTest.with(PoolKind.SHARED, b -> b.maxOverflow(0))) {
      shared.lease();
      shared.pool.invalidateAll();
      shared.pool.reconfigure(with(shared, b -> b.maxOverflow(1)));

      assertThat(shared.lease().resource()).isSameAs(shared.connector.thing(2));
      assertThat(shared.pool.stats().maximum()).isEqualTo(2);
    }
  }

  @Test
  void asManyAreKeptForTheirThreadsAsThePoolSizeNowSays() {
    try (KindUnderTest own = KindUnderTest.with(PoolKind.PER_THREAD, b -> b.poolSize(1))) {
      own.use();
      own.pool.reconfigure(with(own, b -> b.poolSize(0)));

      own.use();

      assertThat(own.pool.stats().idle()).isZero();
    }
  }

  @Test
  void theTimeoutOfAnyKindIsTheNewOne() {
    try (KindUnderTest direct = KindUnderTest.with(PoolKind.DIRECT, b -> b.maxOverflow(1))) {
      direct.lease();
      direct.pool.reconfigure(with(direct, b -> b.acquireTimeout(Duration.ZERO)));

      assertThatThrownBy(direct.pool::acquire).isInstanceOf(AcquireException.class);
    }
  }

  private static PoolConfig with(KindUnderTest some, UnaryOperator<PoolBuilder<Thing>> change) {
    return change.apply(new PoolBuilder<>(some.connector).settings(some.pool.config())).config();
  }
}
