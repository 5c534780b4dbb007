package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changing the size of a pool that is at work. */
class ResizeTest {

  @Test
  void downClosesIdleOnesAndNoMoreThanTheSurplus() {
    PoolUnderTest on = PoolUnderTest.of(6);
    on.fill(6);

    on.resize(4, 0);
    on.runtime.finishAll();

    on.isQuietWith(4);
    assertThat(on.retired(RetireReason.RESIZED)).isEqualTo(2);
    assertThat(on.events(PoolEvent.Resized.class))
        .containsExactly(new PoolEvent.Resized(6, 0, 4, 0));
  }

  @Test
  void downTakesIdleOnesBeforeBorrowedOnes() {
    PoolUnderTest on = PoolUnderTest.of(4);
    List<Lease<Thing>> leases = on.leases(4);
    leases.get(2).release();

    on.resize(3, 0);
    on.runtime.finishAll();

    assertThat(on.connector.thing(3).isGone()).isTrue();
    leases.stream().filter(Lease::isActive).forEach(Lease::release);
    on.runtime.finishAll();
    on.isQuietWith(3);
  }

  @Test
  void downDoomsExactlyTheSurplusOfWhatIsBorrowed() {
    PoolUnderTest on = PoolUnderTest.of(6);
    List<Lease<Thing>> leases = on.leases(6);

    on.resize(2, 0);
    assertThat(on.stats().leased()).as("nobody is interrupted").isEqualTo(6);
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.isQuietWith(2);
    assertThat(on.retired(RetireReason.RESIZED)).isEqualTo(4);
  }

  @Test
  void downThoseGoThatComeBackFirst() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);

    on.resize(2, 0);
    leases.get(2).release();
    on.runtime.finishAll();
    assertThat(on.connector.thing(3).isGone()).isTrue();

    assertThat(leases.get(0).release()).isTrue();
    assertThat(leases.get(1).release()).isTrue();
    on.runtime.finishAll();
    on.isQuietWith(2);
    assertThat(on.retired(RetireReason.RESIZED)).isEqualTo(1);
  }

  @Test
  void downAndUpAgainNobodyGoes() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);

    on.resize(1, 0);
    on.resize(3, 0);
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.isQuietWith(3);
    assertThat(on.retired(RetireReason.RESIZED)).isZero();
  }

  @Test
  void whoStaysAfterAllIsResetAsEver() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    on.resize(1, 0);
    leases.get(1).release();
    on.connector.thing(1).dirty = true;

    leases.get(0).release();

    on.runtime.finishAll();
    on.isQuietWith(1);
    assertThat(on.connector.thing(1).resets).hasValue(1);
    assertThat(on.lease().resource()).isSameAs(on.connector.thing(1));
  }

  @Test
  void whoIsToGoForAnotherReasonGoesWhateverTheLimit() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    on.resize(1, 0);
    leases.get(0).retireOnRelease(RetireReason.EVICTED);

    leases.get(0).release();
    leases.get(1).release();
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.EVICTED)).isEqualTo(1);
    assertThat(on.retired(RetireReason.RESIZED)).isZero();
    on.isQuietWith(1);
  }

  @Test
  void downTwiceDoomsNobodyTwice() {
    PoolUnderTest on = PoolUnderTest.of(6);
    List<Lease<Thing>> leases = on.leases(6);

    on.resize(4, 0);
    on.resize(3, 0);
    on.resize(3, 0);
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.isQuietWith(3);
  }

  @Test
  void downCountsThoseThatAreDoomedAnyway() {
    PoolUnderTest on = PoolUnderTest.of(4);
    List<Lease<Thing>> leases = on.leases(4);
    leases.get(0).retireOnRelease(RetireReason.EVICTED);
    leases.get(1).retireOnRelease(RetireReason.EVICTED);

    on.resize(2, 0);
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.isQuietWith(2);
    assertThat(on.retired(RetireReason.RESIZED)).isZero();
  }

  @Test
  void downCountsThoseThatAreClosing() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    leases.get(0).retireOnRelease(RetireReason.EVICTED);
    leases.get(0).release();

    on.resize(2, 0);
    leases.get(1).release();
    leases.get(2).release();
    on.runtime.finishAll();

    on.isQuietWith(2);
  }

  @Test
  void underALoweredLimitNothingOpensUntilEnoughHaveGone() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    on.resize(1, 0);
    PoolUnderTest.Client client = on.arrive();
    leases.get(0).release();
    leases.get(1).release();
    on.runtime.finishAll();
    assertThat(client.isPending()).isTrue();
    assertThat(on.stats().created()).isEqualTo(3);

    leases.get(2).release();
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(client.isServed()).isTrue();
    assertThat(on.stats().permitted()).isEqualTo(1);
  }

  @Test
  void anOpenThatArrivesAboveALoweredLimitIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.arrive();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(500));
    assertThat(on.stats().opening()).isEqualTo(2);

    on.resize(1, 0);
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.RESIZED)).isEqualTo(1);
    assertThat(on.stats().leased()).isEqualTo(1);
    assertThat(on.stats().permitted()).isEqualTo(1);
  }

  @Test
  void afterALoweredLimitWithAnOpenUnderWayNoMoreThanTheLimitStays() {
    PoolUnderTest on = PoolUnderTest.of(2);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    assertThat(on.stats().opening()).isEqualTo(1);

    on.resize(1, 0);
    on.runtime.finishAll();
    lease.release();
    on.runtime.finishAll();

    assertThat(client.isServed()).isTrue();
    assertThat(on.stats().permitted()).isEqualTo(1);
  }

  @Test
  void whatIsBorrowedStaysAndTheOpenUnderWayGoes() {
    PoolUnderTest on = PoolUnderTest.of(2);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();

    on.resize(1, 0);
    on.runtime.finishAll();
    assertThat(on.stats().permitted()).isEqualTo(1);
    lease.release();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).isGone()).isFalse();
    assertThat(on.connector.thing(2).isGone()).isTrue();
  }

  @Test
  void whatIsBorrowedStaysAndWhatIsBeingCheckedGoes() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(1).release();
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client client = on.arrive();
    assertThat(on.stats().checking()).isEqualTo(1);

    on.resize(1, 0);
    on.runtime.finishAll();
    leases.get(0).release();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(2).isGone()).isTrue();
  }

  @Test
  void ofSeveralOpensUnderWayTheFirstThatComesStays() {
    PoolUnderTest on = PoolUnderTest.of(3);
    on.fill(1);
    on.pool.invalidateAll();
    on.runtime.finishAll();
    PoolUnderTest.Client client = on.arrive();
    on.arrive();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(500));
    assertThat(on.stats().opening()).isEqualTo(3);

    on.resize(1, 0);
    on.runtime.finish(Kind.OPEN);
    assertThat(client.isServed()).isTrue();
    on.runtime.finishAll();

    assertThat(client.lease().isActive()).isTrue();
    assertThat(on.stats().permitted()).isEqualTo(1);
    assertThat(on.retired(RetireReason.RESIZED)).isEqualTo(2);
  }

  @Test
  void whileAnOpenUnderWayIsToGoAnotherMayFailOrBeInvalidatedAndTheLimitHolds() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(1).release();
    on.runtime.advance(Duration.ofSeconds(1));
    on.arrive();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(500));
    assertThat(on.stats().checking() + on.stats().opening()).isEqualTo(2);
    DriverCall check = on.runtime.take(Kind.CHECK);
    on.pool.invalidateAll(); // the check's connection leaves in any case, and the borrowed one

    on.resize(1, 0);
    on.runtime.finish(Kind.OPEN);
    on.runtime.finish(check);
    leases.get(0).release();
    on.runtime.live(Duration.ofSeconds(10));

    assertThat(on.stats().permitted()).isEqualTo(1);
    assertThat(on.stats().leased()).isEqualTo(1);
  }

  @Test
  void aCheckThatEndsAfterTheLimitWasLoweredMayEndItsConnection() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(2);
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    assertThat(on.stats().checking()).isEqualTo(2);

    on.resize(1, 0);
    on.runtime.finishAll();

    assertThat(on.stats().permitted()).isEqualTo(1);
    assertThat(first.isServed()).isNotEqualTo(second.isServed());
  }

  @Test
  void upOpensForWhoeverWaits() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.lease();
    PoolUnderTest.Client client = on.arrive();
    assertThat(on.runtime.waiting(Kind.OPEN)).isZero();

    on.resize(1, 1);
    on.runtime.finishAll();

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void upFillsAPoolThatFillsItself() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).prefill(true));
    on.runtime.live(Duration.ofSeconds(1));

    on.resize(3, 0);
    on.runtime.live(Duration.ofSeconds(1));

    on.isQuietWith(3);
    assertThat(on.stats().poolSize()).isEqualTo(3);
    assertThat(on.stats().maximum()).isEqualTo(3);
  }

  @Test
  void downToOverflowAloneLetsTrimCloseTheRest() {
    PoolUnderTest on = PoolUnderTest.of(3);
    on.fill(3);

    on.resize(0, 3);
    on.runtime.live(Duration.ofMinutes(2));

    on.isQuietWith(0);
  }

  @Test
  void aLimitWithoutLimitDoesNotOverflow() {
    PoolUnderTest on = PoolUnderTest.of(1);

    on.pool.resize(5, PoolConfig.UNLIMITED);

    assertThat(on.stats().maximum()).isEqualTo(PoolConfig.UNLIMITED);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "1,-1", "0,0"})
  void sizesThatMeanNothingAreRefused(int poolSize, int maxOverflow) {
    PoolUnderTest on = PoolUnderTest.of(1);

    assertThatThrownBy(() -> on.pool.resize(poolSize, maxOverflow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("poolSize and maxOverflow")
        .hasMessageContaining(String.valueOf(poolSize));
    assertThat(on.stats().maximum()).isEqualTo(1);
  }
}
