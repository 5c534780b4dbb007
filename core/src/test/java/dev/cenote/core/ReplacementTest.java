package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How connections that grow old are replaced. */
class ReplacementTest {

  private static PoolUnderTest filled(UnaryOperator<PoolBuilder<Thing>> settings) {
    PoolUnderTest on = PoolUnderTest.with(b -> settings.apply(b.prefill(true)));
    on.runtime.live(Duration.ofSeconds(5));
    return on;
  }

  @Test
  void thereIsNoDipWhileConnectionsAreReplaced() {
    PoolUnderTest on =
        filled(b -> b.poolSize(4).maxOverflow(2).maxLifetime(Duration.ofSeconds(100)));
    on.runtime.afterEachStep(() -> {
      on.addsUp();
      assertThat(on.stats().idle()).isGreaterThanOrEqualTo(4);
    });

    on.runtime.live(Duration.ofMinutes(10));

    assertThat(on.retired(RetireReason.EXPIRED)).isBetween(20L, 36L);
    assertThat(on.connector.openCount()).isEqualTo(4);
  }

  @Test
  void aLoneConnectionIsReplacedWithoutADipEveryTime() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(1).maxLifetime(Duration.ofSeconds(100)));
    on.runtime.afterEachStep(() -> {
      on.addsUp();
      assertThat(on.stats().idle()).isGreaterThanOrEqualTo(1);
    });

    on.runtime.live(Duration.ofMinutes(10));
  }

  @Test
  void oneLongLeasePastItsReplacementTimeIsReplacedOnce() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(10).maxLifetime(Duration.ofMinutes(30)));
    Lease<Thing> lease = on.lease();

    on.runtime.live(Duration.ofMinutes(29));

    assertThat(lease.isActive()).isTrue();
    assertThat(on.connector.opened.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void anIdleConnectionGoesAtItsLifetimeEvenIfItCannotBeReplaced() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(1).maxLifetime(Duration.ofSeconds(100)));
    on.connector.down = new IOException("down");

    on.runtime.live(Duration.ofMinutes(2));

    assertThat(on.retired(RetireReason.EXPIRED)).isEqualTo(1);
  }

  @Test
  void anExpiredConnectionIsReplacedBeforeItGoes() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(1).maxLifetime(Duration.ofSeconds(100)));

    on.runtime.advance(Duration.ofSeconds(69));
    assertThat(on.runtime.waiting(Kind.OPEN)).isZero();
    on.runtime.advance(Duration.ofSeconds(3));
    assertThat(on.runtime.waiting(Kind.OPEN)).as("its successor").isEqualTo(1);
    assertThat(on.stats().idle()).as("and it is still there").isEqualTo(1);

    on.runtime.finish(Kind.OPEN);
    on.runtime.runDue();
    assertThat(on.runtime.waiting(Kind.CLOSE)).isEqualTo(1);
    on.runtime.finishAll();

    on.isQuietWith(1);
    assertThat(on.connector.thing(1).closes).hasValue(1);
    assertThat(on.connector.thing(2).isGone()).isFalse();
    assertThat(on.retired(RetireReason.EXPIRED)).isEqualTo(1);
  }

  @Test
  void withNoFreePermitExpiredOnesGoOneAtATime() {
    PoolUnderTest on =
        filled(b -> b.poolSize(4).maxOverflow(0).maxLifetime(Duration.ofSeconds(100)));
    on.runtime.afterEachStep(() -> {
      on.addsUp();
      assertThat(on.stats().idle()).isGreaterThanOrEqualTo(3);
    });

    on.runtime.live(Duration.ofMinutes(10));

    assertThat(on.retired(RetireReason.EXPIRED)).isBetween(20L, 36L);
  }

  @Test
  void noIdleConnectionOutlivesItsLifetimeWhileOpeningWorks() {
    PoolUnderTest on =
        filled(b -> b.poolSize(3).maxOverflow(1).maxLifetime(Duration.ofSeconds(100)));
    on.runtime.live(Duration.ofSeconds(107)); // a period and a half later than the last

    assertThat(on.connector.opened.subList(0, 3)).allMatch(Thing::isGone);
  }

  @Test
  void norDoManyInAFullPool() {
    PoolUnderTest on =
        filled(b -> b.poolSize(50).maxOverflow(0).maxLifetime(Duration.ofSeconds(60)));
    on.runtime.afterEachStep(() -> {
      on.addsUp();
      assertThat(on.stats().idle()).isGreaterThanOrEqualTo(45);
    });
    on.runtime.live(Duration.ofMillis(56_500)); // a period later than the last

    assertThat(on.connector.opened.subList(0, 50)).allMatch(Thing::isGone);
  }

  @Test
  void aBorrowedConnectionPastItsLifetimeGoesWhenItComesBack() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(0).maxLifetime(Duration.ofSeconds(100)));
    Lease<Thing> lease = on.lease();
    on.runtime.live(Duration.ofSeconds(110));
    assertThat(lease.isActive()).isTrue();

    lease.release();
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(on.connector.thing(1).closes).hasValue(1);
    assertThat(on.retired(RetireReason.EXPIRED)).isEqualTo(1);
    on.isQuietWith(1);
  }
}
