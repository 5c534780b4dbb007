package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlalchemyNamesTest {

  private static final String URL = "h2:mem:names";

  private static CenoteConfig config(Map<String, ?> map) {
    Map<String, Object> all = new HashMap<>(map);
    if (map.keySet().stream().noneMatch(name -> name.endsWith("creator"))) {
      boolean prefixed = map.keySet().stream().anyMatch(name -> name.startsWith("sqlalchemy."));
      all.putIfAbsent(prefixed ? "sqlalchemy.url" : "url", URL);
    }
    SettingValues values = new SettingValues();
    values.putSqlalchemy(all, null);
    return values.check();
  }

  private static CenoteConfigException wrong(Map<String, ?> map) {
    return catchThrowableOfType(CenoteConfigException.class, () -> config(map));
  }

  @Test
  void argumentsInTextAreNotShown() {
    CenoteConfigException told =
        wrong(Map.of("connect_args", "{'sslmode':'require','password':'S3CRET'}"));
    assertThat(told)
        .hasMessageContaining("in text each argument is a setting of its own: connect_args.NAME");
    assertThat(told.toString()).doesNotContain("S3CRET");
  }

  @ParameterizedTest
  @CsvSource({
    "pool_size, 7, poolSize, 7",
    "max_overflow, 0, maxOverflow, 0",
    "max_overflow, -1, maxOverflow, UNLIMITED",
    "pool_timeout, 1.5, acquireTimeout, 1500ms",
    "pool_timeout, 0, acquireTimeout, 0",
    "pool_timeout, None, acquireTimeout, NONE",
    "timeout, 3, acquireTimeout, 3s",
    "pool_recycle, 3600, maxLifetime, 1h",
    "pool_recycle, -1, maxLifetime, 0",
    "recycle, 60, maxLifetime, 1min",
    "pool_pre_ping, True, validation, ALWAYS",
    "pool_pre_ping, True, onDisconnect, INVALIDATE",
    "pre_ping, true, validation, ALWAYS",
    "pool_use_lifo, True, idleOrder, LIFO",
    "use_lifo, False, idleOrder, FIFO",
    "pool_reset_on_return, rollback, resetOnReturn, ROLLBACK",
    "pool_reset_on_return, True, resetOnReturn, ROLLBACK",
    "pool_reset_on_return, commit, resetOnReturn, COMMIT",
    "pool_reset_on_return, none, resetOnReturn, NONE",
    "pool_reset_on_return, None, resetOnReturn, NONE",
    "reset_on_return, False, resetOnReturn, NONE",
    "pool_logging_name, orders, name, orders",
    "isolation_level, REPEATABLE READ, isolation, REPEATABLE_READ",
    "isolation_level, AUTOCOMMIT, autoCommit, true"
  })
  void aNameMeansWhatItMeansThere(String name, String text, String setting, String ours) {
    Object expected =
        CenoteConfig.fromMap(Map.of("url", URL, setting, ours), "")
            .values()
            .get(Settings.named(setting).orElseThrow());

    assertThat(config(Map.of(name, text)).values())
        .containsEntry(Settings.named(setting).orElseThrow(), expected);
    assertThat(config(Map.of("sqlalchemy." + name, text)).values())
        .containsEntry(Settings.named(setting).orElseThrow(), expected);
  }

  @Test
  void valuesMayBeObjects() {
    Map<String, Object> map = new HashMap<>();
    map.put("pool_size", 3L);
    map.put("pool_timeout", null);
    map.put("pool_recycle", 1800);
    map.put("pool_pre_ping", false);
    map.put("connect_args", Map.of("ApplicationName", "orders"));
    map.put("connect_args.ssl", "true");

    CenoteConfig config = config(map);

    assertThat(config.poolSize()).isEqualTo(3);
    assertThat(config.acquireTimeout()).isEqualTo(PoolConfig.NONE);
    assertThat(config.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.validation()).isEqualTo(Validation.AUTO);
    assertThat(config.driverProperties())
        .isEqualTo(Map.of("ApplicationName", "orders", "ssl", "true"));
    JdbcDataSource source = new JdbcDataSource();
    assertThat(config(Map.of("creator", source)).dataSource()).isSameAs(source);
  }

  @Test
  void aSizeOfZeroHasNoLimitWhateverTheOverflow() {
    for (String overflow : new String[] {"0", "10", "-1"}) {
      CenoteConfig config = config(Map.of("pool_size", "0", "max_overflow", overflow));

      assertThat(config.poolSize()).isEqualTo(PoolConfig.UNLIMITED);
      assertThat(config.maxOverflow()).isEqualTo(PoolConfig.UNLIMITED);
    }
  }

  @Test
  void whatIsNotGivenHasOurDefaults() {
    CenoteConfig config = config(Map.of());

    assertThat(config.values().keySet()).containsExactly(Settings.URL);
    assertThat(config.idleOrder()).isEqualTo(IdleOrder.AFFINE);
    assertThat(config.notes()).containsExactly("settings in SQLAlchemy's names; taken: url");
  }

  @Test
  void allThatIsWrongIsToldTogetherByTheNamesOfTheSource() {
    Map<String, Object> map = new HashMap<>();
    map.put("sqlalchemy.pool_size", "-1");
    map.put("sqlalchemy.max_overflow", "-2");
    map.put("sqlalchemy.pool_timeout", "-1");
    map.put("sqlalchemy.pool_recycle", "0");
    map.put("sqlalchemy.pool_pre_ping", "perhaps");
    map.put("sqlalchemy.pool_reset_on_return", "delete");
    map.put("sqlalchemy.pool_sise", "5");
    map.put("sqlalchemy.poolSize", "5");
    map.put("sqlalchemy.nonsense", "5");
    map.put("sqlalchemy.isolation_level", "SNAPSHOT");
    map.put("sqlalchemy.poolclass", "my.OwnPool");
    map.put("sqlalchemy.pool", "x");
    map.put("other.pool_size", "x");

    CenoteConfigException wrong = wrong(map);

    assertThat(wrong.problems())
        .extracting(Problem::setting)
        .containsExactlyInAnyOrderElementsOf(
            map.keySet().stream().filter(name -> name.startsWith("sqlalchemy.")).toList());
    assertThat(wrong)
        .hasMessageContaining("sqlalchemy.max_overflow: '-2': allowed are 0 and more, and -1")
        .hasMessageContaining("sqlalchemy.pool_recycle: '0': it would replace each connection")
        .hasMessageContaining("there is no such setting. Did you mean pool_size?");
  }

  @ParameterizedTest
  @CsvSource({
    "QueuePool, QUEUE, 5, 10",
    "sqlalchemy.pool.NullPool, DIRECT, 0, 2147483647",
    "StaticPool, SHARED, 1, 10",
    "SingletonThreadPool, PER_THREAD, 5, 10",
    "AssertionPool, SOLE, 1, 0"
  })
  void theClassOfAPoolIsItsKindWithItsOwnSizes(
      String theirs, PoolKind kind, int poolSize, int maxOverflow) {
    CenoteConfig config = config(Map.of("sqlalchemy.poolclass", theirs, "sqlalchemy.url", URL));

    assertThat(config.kind()).isEqualTo(kind);
    assertThat(config.poolSize()).isEqualTo(poolSize);
    assertThat(config.maxOverflow()).isEqualTo(maxOverflow);
  }

  @Test
  void aSizeThatTheKindCannotHaveIsRefused() {
    assertThat(wrong(Map.of("poolclass", "NullPool", "pool_size", 3)))
        .hasMessageContaining("DIRECT keeps no connection");
  }

  @Test
  void oneThingSaidTwiceIsRefused() {
    assertThat(wrong(Map.of("pool_timeout", 1, "timeout", 1)))
        .hasMessageContaining("pool_timeout, timeout: both say the same: remove one");
    assertThat(wrong(Map.of("sqlalchemy.pool_size", 1, "pool_size", 1)))
        .hasMessageContaining("sqlalchemy.pool_size, pool_size: both are set");
  }

  @Test
  void aPrefixOfOnesOwnMayBeGiven() {
    SettingValues values = new SettingValues();
    values.putSqlalchemy(Map.of("db.url", URL, "db.pool_size", "2", "pool_size", "x"), "db.");

    assertThat(values.check().poolSize()).isEqualTo(2);
  }

  @Test
  void theLogSaysInOneLineWhatWasTakenWhatDiffersAndWhatHasNoMeaning() {
    assertThat(config(Map.of("pool_size", 5, "pool_recycle", 60, "echo_pool", true)).notes())
        .containsExactly(
            "settings in SQLAlchemy's names; taken: pool_recycle as maxLifetime, pool_size as"
                + " poolSize, url; differs: pool_recycle (replaced in the background before it is"
                + " that old, not at the next checkout); no meaning here: echo_pool (the logger"
                + " dev.cenote.pool tells more at DEBUG, and at TRACE each borrow)");
  }

  @Test
  void thePoolRunsWithThem() throws SQLException {
    Properties ini = new Properties();
    ini.setProperty("sqlalchemy.url", "h2:mem:");
    ini.setProperty("sqlalchemy.pool_size", "0");
    try (CenoteDataSource pool =
        CenoteDataSource.builder().sqlalchemy(ini).poolSize(1).maxOverflow(1).build()) {
      pool.getConnection().close();
      assertThat(pool.stats().maximum()).as("what is said last wins").isEqualTo(2);
    }
  }

  @Test
  void withoutALimitEverythingThatWasOpenedIsKept() throws SQLException {
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .sqlalchemy(Map.of("url", "h2:mem:", "pool_size", 0, "pool_timeout", 0))
            .build()) {
      for (int round = 0; round < 2; round++) {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          held.add(pool.getConnection());
        }
        for (Connection each : held) {
          each.close();
        }
      }
      assertThat(pool.stats().created()).isEqualTo(20);
      assertThat(pool.stats().idle()).isEqualTo(20);
    }
  }
}
