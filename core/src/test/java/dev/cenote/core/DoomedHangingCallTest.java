package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Driver calls that do not return, on connections that are to end anyway. */
class DoomedHangingCallTest {

  private final PoolUnderTest on = PoolUnderTest.of(1);

  @Test
  void aDoomedConnectionWhoseResetHangsIsAborted() {
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();
    on.runtime.take(Kind.RESET).invoke();
    on.pool.invalidateAll();

    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.connector.thing(1).closes).as("no close beside a stuck reset").hasValue(0);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }

  @Test
  void aDoomedConnectionWhoseCheckHangsIsAborted() {
    on.fill(1);
    on.runtime.advance(Duration.ofSeconds(1));
    on.arrive();
    on.runtime.take(Kind.CHECK).invoke();
    on.pool.invalidateAll();

    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.connector.thing(1).closes).as("no close beside a stuck check").hasValue(0);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }
}
