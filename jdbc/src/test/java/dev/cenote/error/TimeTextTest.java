package dev.cenote.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeTextTest {

  @Test
  void timesHaveTheUnitThatPeopleWouldUse() {
    assertThat(TimeText.of(Duration.ZERO)).isEqualTo("0 s");
    assertThat(TimeText.ofNanos(1)).isEqualTo("1 µs");
    assertThat(TimeText.ofNanos(250_000)).isEqualTo("250 µs");
    assertThat(TimeText.of(Duration.ofMillis(18))).isEqualTo("18 ms");
    assertThat(TimeText.of(Duration.ofMillis(1500))).isEqualTo("1.5 s");
    assertThat(TimeText.of(Duration.ofSeconds(30))).isEqualTo("30.0 s");
    assertThat(TimeText.of(Duration.ofSeconds(370))).isEqualTo("6 min 10 s");
    assertThat(TimeText.of(Duration.ofMinutes(2))).isEqualTo("2 min");
    assertThat(TimeText.of(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
    assertThat(TimeText.of(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo("for ever");
    assertThat(TimeText.of(Duration.ofDays(1_000_000))).isEqualTo("for ever");
  }
}
