package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HikariNamesTest {

  private static final String URL = "jdbc:h2:mem:names";

  private static CenoteConfig config(Map<String, ?> map) {
    Map<String, Object> all = new HashMap<>(map);
    if (map.keySet().stream().noneMatch(name -> name.contains("dataSourceClassName"))) {
      all.putIfAbsent("jdbcUrl", URL);
    }
    SettingValues values = new SettingValues();
    values.putHikari(all, "");
    return values.check();
  }

  private static CenoteConfigException wrong(Map<String, ?> map) {
    return catchThrowableOfType(CenoteConfigException.class, () -> config(map));
  }

  @ParameterizedTest
  @CsvSource({
    "username, sa, username, sa",
    "password, pw, password, pw",
    "driverClassName, org.h2.Driver, driverClassName, org.h2.Driver",
    "poolName, orders, name, orders",
    "pool-name, orders, name, orders",
    "connectionTimeout, 1500, acquireTimeout, 1500ms",
    "connectionTimeout, 30s, acquireTimeout, 30s",
    "connectionTimeout, 0, acquireTimeout, NONE",
    "validationTimeout, 3000, checkTimeout, 3s",
    "idleTimeout, 60000, overflowLinger, 1min",
    "maxLifetime, 1800000, maxLifetime, 30min",
    "maxLifetime, 0, maxLifetime, 0",
    "keepaliveTime, 0, keepalive, 0",
    "keepaliveTime, 120000, keepalive, 2min",
    "initializationFailTimeout, 1, onStart, FAIL_FAST",
    "initializationFailTimeout, 0, onStart, START_ANYWAY",
    "initializationFailTimeout, -1, onStart, START_ANYWAY",
    "autoCommit, false, autoCommit, false",
    "readOnly, true, readOnly, true",
    "catalog, c, catalog, c",
    "schema, s, schema, s",
    "transactionIsolation, TRANSACTION_SERIALIZABLE, isolation, SERIALIZABLE",
    "transactionIsolation, 2, isolation, READ_COMMITTED",
    "connectionInitSql, SELECT 1, initSql, SELECT 1"
  })
  void aNameMeansWhatItMeansThere(String name, String text, String setting, String ours) {
    Object expected =
        CenoteConfig.fromMap(Map.of("url", URL, setting, ours), "")
            .values()
            .get(Settings.named(setting).orElseThrow());

    assertThat(config(Map.of(name, text)).values())
        .containsEntry(Settings.named(setting).orElseThrow(), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "  ,  , 10, 0",
    "20,  , 20, 0",
    "20, 5,  5, 15",
    "20, 0,  0, 20",
    "  , 4,  4, 6",
    " 7, 7,  7, 0"
  })
  void theSizesAreWhatTheyAreThere(Integer maximum, Integer idle, int kept, int overflow) {
    Map<String, Object> map = new HashMap<>();
    if (maximum != null) {
      map.put("maximumPoolSize", maximum);
    }
    if (idle != null) {
      map.put("minimumIdle", idle);
    }
    CenoteConfig config = config(map);

    assertThat(config.poolSize()).isEqualTo(kept);
    assertThat(config.maxOverflow()).isEqualTo(overflow);
  }

  @Test
  void sizesThatAreNotMentionedStayAsTheyWereSaidBefore() {
    SettingValues values = new SettingValues();
    values.put(Settings.URL, URL);
    values.put(Settings.POOL_SIZE, 20);
    values.put(Settings.MAX_OVERFLOW, 30);
    values.putHikari(Map.of("connectionTimeout", 5_000), "");
    assertThat(values.check().poolSize()).isEqualTo(20);
    assertThat(values.check().maxOverflow()).isEqualTo(30);

    values.putHikari(Map.of("minimumIdle", 15), "");
    assertThat(values.check().poolSize()).isEqualTo(15);
    assertThat(values.check().maxOverflow()).isEqualTo(35);

    values.putHikari(Map.of("maximumPoolSize", 20), "");
    assertThat(values.check().poolSize()).isEqualTo(15);
    assertThat(values.check().maxOverflow()).isEqualTo(5);
  }

  @Test
  void anIdleTimeoutOfZeroIsForEver() {
    assertThat(config(Map.of("idleTimeout", 0)).overflowLinger())
        .isGreaterThan(Duration.ofDays(36_500));
  }

  @Test
  void propertiesOfTheDriverKeepTheirNames() {
    assertThat(
            config(Map.of("dataSource.cachePrepStmts", true, "dataSource.a.b", "c"))
                .driverProperties())
        .isEqualTo(Map.of("cachePrepStmts", "true", "a.b", "c"));
    assertThat(config(Map.of("dataSourceProperties", Map.of("x", 1))).driverProperties())
        .isEqualTo(Map.of("x", "1"));
  }

  @Test
  void aDataSourceIsMadeByItsClassAndItsProperties() {
    CenoteConfig config =
        config(
            Map.of(
                "dataSourceClassName",
                JdbcDataSource.class.getName(),
                "dataSource.url",
                URL,
                "dataSource.user",
                "sa",
                "dataSource.loginTimeout",
                "3"));

    assertThat(config.dataSource())
        .isInstanceOfSatisfying(
            JdbcDataSource.class,
            made -> {
              assertThat(made.getURL()).isEqualTo(URL);
              assertThat(made.getUser()).isEqualTo("sa");
              assertThat(made.getLoginTimeout()).isEqualTo(3);
            });
    assertThat(config.driverProperties()).isEmpty();
  }

  @Test
  void whatDoesNotFitADataSourceIsToldWithoutValues() {
    assertThat(
            wrong(
                Map.of(
                    "dataSourceClassName", JdbcDataSource.class.getName(),
                    "dataSource.pasword", "S3CRET",
                    "dataSource.loginTimeout", "S3CRET")))
        .hasMessageContaining("pasword does not exist")
        .hasMessageContaining("loginTimeout is no number")
        .satisfies(told -> assertThat(told.toString()).doesNotContain("S3CRET"));
    assertThat(wrong(Map.of("dataSourceClassName", "no.such.Driver")))
        .hasMessageContaining("there is no class no.such.Driver: add the driver");
    assertThat(wrong(Map.of("dataSourceClassName", "java.lang.Object")))
        .hasMessageContaining("java.lang.Object is no javax.sql.DataSource");
  }

  @Test
  void allThatIsWrongIsToldTogetherByTheNamesOfTheSource() {
    CenoteConfigException wrong =
        wrong(
            Map.of(
                "maximumPoolSize", "0",
                "minimumIdle", "-1",
                "connectionTimeout", "-5",
                "validationTimeout", "0",
                "maxLifetime", "long",
                "autoCommit", "perhaps",
                "maxPoolSize", "5",
                "exceptionOverrideClassName", "x.Y",
                "dataSourceJNDI", "java:/db"));

    assertThat(wrong.problems())
        .extracting(Problem::setting)
        .containsExactlyInAnyOrder(
            "maximumPoolSize",
            "minimumIdle",
            "connectionTimeout",
            "validationTimeout",
            "maxLifetime",
            "autoCommit",
            "maxPoolSize",
            "exceptionOverrideClassName",
            "dataSourceJNDI");
    assertThat(wrong).hasMessageContaining("Did you mean maximumPoolSize?");
  }

  @Test
  void moreIdleThanAllowedIsRefusedAndOneThingSaidTwiceToo() {
    assertThat(wrong(Map.of("minimumIdle", 20)))
        .hasMessageContaining("minimumIdle: '20': maximumPoolSize, unset, allows 10 at most");
    assertThat(wrong(Map.of("poolName", "a", "pool-name", "b")))
        .hasMessageContaining("pool-name, poolName: both say the same");
  }

  @Test
  void noSecretIsShown() {
    CenoteConfig config = config(Map.of("password", "S3CRET", "dataSource.password", "S3CRET"));

    assertThat(config.toString()).doesNotContain("S3CRET");
    assertThat(config.notes().toString()).doesNotContain("S3CRET").contains("password");
  }

  @Test
  void aFileOfHikariPropertiesBuildsThePool() throws IOException, SQLException {
    Properties file = new Properties();
    file.load(
        new StringReader(
            """
            jdbcUrl=jdbc:h2:mem:
            dataSource.user=sa
            maximumPoolSize=4
            minimumIdle=1
            connectionTimeout=2000
            leakDetectionThreshold=60000
            """));
    try (CenoteDataSource pool = CenoteDataSource.builder().hikari(file).build()) {
      pool.useConnection(connection -> assertThat(connection.isValid(1)).isTrue());
      assertThat(pool.stats().maximum()).isEqualTo(4);
      assertThat(pool.getLoginTimeout()).isEqualTo(2);
    }
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .hikari(Map.of("a.jdbcUrl", "jdbc:h2:mem:", "a.maximum-pool-size", 3), "a.")
            .build()) {
      assertThat(pool.stats().maximum()).isEqualTo(3);
    }
  }
}
