package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.PoolConfig;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CenoteConfigTest {

  private static final String URL = "jdbc:h2:mem:test";

  private static CenoteConfig read(String... namesAndTexts) {
    return CenoteConfig.fromProperties(properties(namesAndTexts));
  }

  private static Properties properties(String... namesAndTexts) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      properties.setProperty(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return properties;
  }

  private static CenoteConfigException wrong(String... namesAndTexts) {
    return catchThrowableOfType(CenoteConfigException.class, () -> read(namesAndTexts));
  }

  @Test
  void aUrlIsEnoughAndTheRestIsDefault() {
    CenoteConfig config = read("url", URL);

    assertThat(config.poolSize()).isEqualTo(5);
    assertThat(config.maxOverflow()).isEqualTo(10);
    assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.onStart()).isEqualTo(OnStart.FAIL_FAST);
    assertThat(config.maxWaiters()).isEqualTo(PoolConfig.UNLIMITED);
    assertThat(config.name()).isEqualTo("h2:mem:test");
    assertThat(config.isolation()).isNull();
    assertThat(config.driverProperties()).isEmpty();
  }

  @Test
  void everySettingIsReadFromText() {
    CenoteConfig config =
        read(
            "url", URL,
            "username", "sa",
            "password", "pw",
            "name", "orders",
            "poolSize", "7",
            "maxOverflow", "unlimited",
            "acquireTimeout", "NONE",
            "keepalive", "45s",
            "isolation", "repeatable_read",
            "readOnly", "TRUE",
            "onDisconnect", "invalidate",
            "properties.ApplicationName", "app",
            "properties.a.b", "c");

    assertThat(config.username()).isEqualTo("sa");
    assertThat(config.password()).isEqualTo("pw");
    assertThat(config.name()).isEqualTo("orders");
    assertThat(config.poolSize()).isEqualTo(7);
    assertThat(config.maxOverflow()).isEqualTo(PoolConfig.UNLIMITED);
    assertThat(config.acquireTimeout()).isEqualTo(PoolConfig.NONE);
    assertThat(config.keepalive()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.isolation()).isEqualTo(Isolation.REPEATABLE_READ);
    assertThat(config.readOnly()).isTrue();
    assertThat(config.onDisconnect()).isEqualTo(OnDisconnect.INVALIDATE);
    assertThat(config.driverProperties()).isEqualTo(Map.of("ApplicationName", "app", "a.b", "c"));
  }

  @Test
  void allProblemsComeTogether() {
    CenoteConfigException wrong =
        wrong(
            "url", "nonsense",
            "poolSise", "3",
            "poolSize", "-1",
            "maxOverflow", "many",
            "acquireTimeout", "30",
            "keepalive", "-1s",
            "onStart", "later",
            "sessionReset", "AUTO");

    assertThat(wrong.problems())
        .extracting(Problem::setting)
        .containsExactlyInAnyOrder(
            "url",
            "poolSise",
            "poolSize",
            "maxOverflow",
            "acquireTimeout",
            "keepalive",
            "onStart",
            "sessionReset");
    assertThat(wrong)
        .hasMessageContaining("8 problems")
        .hasMessageContaining("CENOTE-601")
        .hasMessageContaining("poolSize: is '-1', allowed: 0 or more, or UNLIMITED")
        .hasMessageContaining("Did you mean poolSize?")
        .hasMessageContaining("say the unit")
        .hasMessageContaining("FAIL_FAST, START_ANYWAY, WAIT_FILLED")
        .hasMessageContaining("CENOTE-602")
        .hasMessageContaining("CENOTE-603");
  }

  @Test
  void oneProblemIsOneLineWithItsOwnCode() {
    assertThat(wrong("url", URL, "maxOpening", "0"))
        .hasMessage("maxOpening: is '0', allowed: 1 or more [CENOTE-601]");
  }

  @ParameterizedTest
  @CsvSource({
    "poolSize, 0, maxOverflow, 0",
    "onStart, WAIT_FILLED, prefill, false",
    "poolSize, UNLIMITED, prefill, true",
    "maxLifetime, 10ms, keepalive, 0",
    "connectTimeout, 0, name, x",
    "name, ' ', keepalive, 0",
    "prefill, perhaps, keepalive, 0",
    "dataSource, x, keepalive, 0",
    "properties, x, keepalive, 0",
    "username, other, password, pw",
  })
  void whatCannotWorkIsRefused(String first, String value, String second, String other) {
    assertThatThrownBy(() ->
            read(
                "url",
                first.equals("username") ? "postgresql://app:pw@db/x" : URL,
                first,
                value,
                second,
                other))
        .isInstanceOf(CenoteConfigException.class)
        .satisfies(e -> assertThat(((CenoteConfigException) e).problems()).hasSize(1))
        .hasMessageContaining(first)
        .hasMessageContaining("CENOTE-601");
  }

  @Test
  void aMissingUrlNamesTheForms() {
    assertThat(wrong()).hasMessageContaining("url: is not set").hasMessageContaining("jdbc:...");
  }

  @Test
  void aUrlWithoutADriverSaysWhatToAdd() {
    CenoteConfigException wrong = wrong("url", "mysql://app:S3CRET@db/orders");

    assertThat(wrong.problems()).extracting(Problem::code).containsExactly(ErrorCode.NO_DRIVER);
    assertThat(wrong)
        .hasMessageContaining("com.mysql:mysql-connector-j")
        .hasMessageContaining("jdbc:mysql://db/orders")
        .hasMessageContaining("org.h2.Driver");
    assertThat(wrong.toString()).doesNotContain("S3CRET");
  }

  @Test
  void aDriverIsAlsoFoundByItsClass() {
    assertThat(read("url", URL, "driverClassName", "org.h2.Driver").driverClassName())
        .isEqualTo("org.h2.Driver");
    assertThat(wrong("url", URL, "driverClassName", "org.h2.Drivel"))
        .hasMessageContaining("there is no class org.h2.Drivel");
    assertThat(wrong("url", URL, "driverClassName", "org.sqlite.JDBC"))
        .hasMessageContaining("does not accept jdbc:h2:mem:test");
    assertThat(wrong("url", URL, "driverClassName", "java.lang.Object"))
        .hasMessageContaining("is not a java.sql.Driver");
  }

  @Test
  void theLoginMayStandInTheUrlOrInTheSettingsOrAlikeInBoth() {
    CenoteConfig config = read("url", "postgresql://app:pw@db/x", "username", "app");

    assertThat(config.username()).isEqualTo("app");
    assertThat(config.password()).isEqualTo("pw");
  }

  @Test
  void aDataSourceReplacesTheUrl() {
    SettingValues values = new SettingValues();
    values.put(Settings.DATA_SOURCE, new JdbcDataSource());

    assertThat(values.check().database()).isNull();
    assertThat(values.check().place()).contains("JdbcDataSource");

    values.put(Settings.URL, URL);
    values.put(Settings.DRIVER_CLASS_NAME, "org.h2.Driver");
    values.putDriverProperty("a", "b");
    CenoteConfigException wrong = catchThrowableOfType(CenoteConfigException.class, values::check);
    assertThat(wrong.problems()).hasSize(3);
  }

  @Test
  void aLaterValueRepairsAnEarlierProblem() {
    SettingValues values = new SettingValues();
    values.put(Settings.URL, URL);
    values.putText("poolSize", "five");
    values.put(Settings.POOL_SIZE, 5);

    assertThat(values.check().poolSize()).isEqualTo(5);
  }

  @Test
  void noSecretIsShown() {
    SettingValues values = new SettingValues();
    values.putAll(
        properties(
            "url", "jdbc:h2:mem:test;PASSWORD=S3CRET",
            "password", "S3CRET",
            "properties.sslpassword", "S3CRET",
            "properties.ApplicationName", "app"),
        "");

    assertThat(values.toString() + values.check())
        .doesNotContain("S3CRET")
        .contains("password=***")
        .contains("sslpassword=***")
        .contains("ApplicationName=app");
  }

  @Test
  void aSecretIsNotShownWhenItIsWrongEither() {
    assertThat(wrong("url", "acme://u:S3CRET@db", "name", "\n", "poolSize", "password=S3CRET"))
        .hasMessageContaining("3 problems")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("S3CRET"));
  }
}
