package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DriverTimeoutsTest {

  private static Properties applied(String url, Map<String, String> set, Duration timeout) {
    Properties properties = new Properties();
    properties.putAll(set);
    DriverTimeouts.of(DatabaseUrl.parse(url), set).apply(properties, timeout);
    return properties;
  }

  @Test
  void postgresqlGetsWholeSecondsRoundedUp() {
    assertThat(applied("postgresql://db/x", Map.of(), Duration.ofMillis(1100)))
        .isEqualTo(Map.of("connectTimeout", "2", "socketTimeout", "2"));
  }

  @Test
  void othersGetMilliseconds() {
    assertThat(applied("mysql://db/x", Map.of(), Duration.ofSeconds(10)))
        .isEqualTo(Map.of("connectTimeout", "10000"));
  }

  @Test
  void whatTheUserSetStays() {
    Map<String, String> own = Map.of("connectTimeout", "77");

    assertThat(applied("postgresql://db/x?socketTimeout=60", own, Duration.ofSeconds(10)))
        .isEqualTo(own);
  }

  @Test
  void onlyALimitOfOursIsLifted() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://db/x");
    Duration timeout = Duration.ofSeconds(1);

    assertThat(DriverTimeouts.of(url, Map.of()).apply(new Properties(), timeout)).isTrue();
    assertThat(
            DriverTimeouts.of(url, Map.of("socketTimeout", "9")).apply(new Properties(), timeout))
        .isFalse();
    assertThat(
            DriverTimeouts.of(DatabaseUrl.parse("mysql://db/x"), Map.of())
                .apply(new Properties(), timeout))
        .isFalse();
  }

  @Test
  void driversWithoutSuchAPropertyGetNothing() {
    assertThat(applied("jdbc:h2:mem:x", Map.of(), Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void aDriverNeverGetsAZeroWhichWouldMeanNoLimit() {
    assertThat(applied("mysql://db/x", Map.of(), Duration.ofNanos(1)))
        .isEqualTo(Map.of("connectTimeout", "1"));
  }
}
