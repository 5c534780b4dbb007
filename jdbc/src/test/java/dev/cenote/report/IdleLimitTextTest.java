package dev.cenote.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.IdleLimit;
import org.junit.jupiter.api.Test;

class IdleLimitTextTest {

  private static long minutes(double minutes) {
    return Math.round(minutes * 60) * 1_000_000_000L;
  }

  @Test
  void deathsThatAreFoundWhenThePoolAsksSayOnlyTheMost() {
    IdleLimit limit = new IdleLimit(3, 3, minutes(2.05), minutes(2.05), 0, minutes(2));

    assertThat(IdleLimitText.of(limit))
        .isEqualTo(
            "3 idle connections died on 3 occasions, all after 2 min 3 s without traffic."
                + " Something drops idle connections after at most 2 min. Set keepalive to 1 min or"
                + " less (is: 2 min)");
  }

  @Test
  void aKeepaliveThatShouldHavePreventedThemIsNotAdvisedAgain() {
    IdleLimit limit = new IdleLimit(3, 3, minutes(30), minutes(33), minutes(2), minutes(2));

    assertThat(IdleLimitText.of(limit))
        .endsWith(
            "keepalive is below that (2 min): they died while this machine or the pool stood"
                + " still");
  }
}
