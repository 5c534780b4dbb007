package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.slot.NoHome;
import dev.cenote.core.slot.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimesTest {

  private static final long LIFETIME = 1_000_000;
  private static final long NOW = -17;

  private final Slot<Thing> slot = new Slot<>(1, new NoHome<>());

  private void assign(long lifetime, long bits) {
    new Lifetimes(lifetime, () -> bits).assign(slot, NOW);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 224_999, 225_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void oneIsReplacedBetweenThreeQuartersAndAFortiethBeforeItsEnd(long bits) {
    assign(LIFETIME, bits);

    assertThat(slot.openedAt).isEqualTo(NOW);
    assertThat(slot.replaceAt).isBetween(NOW + 750_000, NOW + 975_000 - 1);
    assertThat(slot.expiresAt).isEqualTo(NOW + LIFETIME);
  }

  @Test
  void thoseOpenedTogetherDoNotEndTogether() {
    assign(LIFETIME, 0);
    long earliest = slot.replaceAt;
    assign(LIFETIME, 224_999);

    assertThat(slot.replaceAt - earliest).isEqualTo(224_999);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void withoutALimitTheyNeverEnd(long lifetime) {
    assign(lifetime, 12);

    assertThat(slot.replaceAt).isEqualTo(Long.MAX_VALUE);
    assertThat(slot.expiresAt).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theShortestLifetimeIsNoTrouble() {
    assign(1, -1);

    assertThat(slot.replaceAt).isEqualTo(NOW + 1);
    assertThat(slot.expiresAt).isEqualTo(NOW + 1);
  }
}
