package dev.cenote.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.driver.FakeDatabase;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the meters say of a real pool on a fake database. */
@Timeout(60)
class CenoteMetricsTest {

  private final FakeDatabase database = FakeDatabase.create();
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final List<CenoteDataSource> pools = new ArrayList<>();

  @AfterEach
  void close() {
    pools.forEach(CenoteDataSource::close);
    database.close();
  }

  private CenoteDataSourceBuilder settings() {
    return CenoteDataSource.builder()
        .name("orders")
        .url(database.url())
        .poolSize(2)
        .maxOverflow(1)
        .prefill(false)
        .onStart(OnStart.START_ANYWAY);
  }

  private CenoteDataSource pool() {
    return kept(settings().build());
  }

  private CenoteDataSource kept(CenoteDataSource pool) {
    pools.add(pool);
    return pool;
  }

  private double value(String name, String... tags) {
    clock.add(Duration.ofSeconds(1));
    return registry
        .get(name)
        .tag("pool", "orders")
        .tags(tags)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  @Test
  void theGaugesFollowThePool() throws SQLException {
    CenoteDataSource pool = pool();
    CenoteMetrics.bind(pool, registry);
    assertThat(value("cenote.connections")).isZero();
    assertThat(value("cenote.connections.max")).isEqualTo(3);
    assertThat(value("cenote.connections.min")).isEqualTo(2);
    assertThat(value("cenote.connections.acquire.limit")).isEqualTo(30);
    assertThat(value("cenote.connections.time.since.last.connect")).isNaN();

    Connection first = pool.getConnection();
    Connection second = pool.getConnection();
    first.close();

    assertThat(value("cenote.connections")).isEqualTo(2);
    assertThat(value("cenote.connections.active")).isEqualTo(1);
    assertThat(value("cenote.connections.idle")).isEqualTo(1);
    assertThat(value("cenote.connections.pending")).isZero();
    assertThat(value("cenote.connections.time.since.last.connect")).isBetween(0.0, 60.0);
    assertThat(value("cenote.connections.creation")).isEqualTo(2);
    assertThat(value("cenote.connections.acquire")).isEqualTo(2);
    second.close();
  }

  @Test
  void aLimitThatIsNoneIsInfinite() {
    CenoteDataSource pool =
        kept(settings().maxOverflow(PoolConfig.UNLIMITED).acquireTimeout(PoolConfig.NONE).build());
    CenoteMetrics.bind(pool, registry);
    assertThat(value("cenote.connections.max")).isInfinite();
    assertThat(value("cenote.connections.acquire.limit")).isInfinite();
  }

  @Test
  void theCountersCountWhatGoesWrong() throws Exception {
    CenoteDataSource pool =
        kept(
            settings()
                .maxOverflow(0)
                .prefill(true)
                .onStart(OnStart.WAIT_FILLED)
                .validation(Validation.NEVER)
                .acquireTimeout(Duration.ofMillis(250))
                .build());
    CenoteMetrics.bind(pool, registry);
    Connection first = pool.getConnection();
    Connection second = pool.getConnection();
    assertThat(Background.call(pool::getConnection).failure()).isInstanceOf(SQLException.class);

    assertThat(value("cenote.connections.timeout")).isEqualTo(1);
    assertThat(value("cenote.connections.acquire.limit")).isEqualTo(0.25);
    assertThat(value("cenote.connections.acquire.seconds.max")).isGreaterThan(0.249);
    assertThat(value("cenote.connections.acquire.seconds.histogram", "le", "+Inf")).isEqualTo(3);
    assertThat(value("cenote.connections.acquire.seconds.histogram", "le", "0.1"))
        .isLessThanOrEqualTo(2);
    pool.invalidateAll();
    first.close();
    second.close();
    assertThat(value("cenote.connections.evictions", "reason", "invalidated")).isEqualTo(2);
    assertThat(value("cenote.connections.evictions", "reason", "broken")).isZero();
  }

  @Test
  void whatTheDatabaseRefusesIsCountedByKind() {
    database.stop();
    CenoteDataSource pool = kept(settings().acquireTimeout(Duration.ofMillis(200)).build());
    CenoteMetrics.bind(pool, registry);
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(value("cenote.connections.creation.failures", "reason", "unreachable"))
                .isPositive());
    assertThat(value("cenote.connections.creation.failures", "reason", "server_full")).isZero();
  }

  @Test
  void theyAreRemovedWhenThePoolCloses() {
    CenoteDataSource pool = pool();
    CompositeMeterRegistry composite = new CompositeMeterRegistry(clock, List.of(registry));
    CenoteMetrics.bind(pool, composite);
    new CenoteMetrics(pool, MetricNames.HIKARICP).bindTo(registry);
    assertThat(registry.getMeters()).isNotEmpty();

    pool.close();

    assertThat(registry.getMeters()).isEmpty();
    assertThat(composite.getMeters()).isEmpty();
  }

  @Test
  void aPoolThatHasClosedLeavesNoMeters() {
    CenoteDataSource pool = pool();
    pool.close();
    CenoteMetrics.bind(pool, registry);
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aPoolOfTheSameNameTakesTheMetersOverAndKeepsThem() throws SQLException {
    CenoteDataSource old = pool();
    CenoteMetrics.bind(old, registry);
    CenoteDataSource next = kept(old.recreate());
    CenoteMetrics.bind(next, registry);
    old.close();

    Connection connection = next.getConnection();

    assertThat(value("cenote.connections.active")).isEqualTo(1);
    connection.close();
  }

  @Test
  void underHikarisNamesAreThoseThatHikariHasAndNoOther() {
    new CenoteMetrics(pool(), MetricNames.HIKARICP).bindTo(registry);

    assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).distinct())
        .filteredOn(name -> name.startsWith("hikaricp") && !name.contains(".seconds."))
        .containsExactlyInAnyOrder(
            "hikaricp.connections",
            "hikaricp.connections.active",
            "hikaricp.connections.idle",
            "hikaricp.connections.pending",
            "hikaricp.connections.max",
            "hikaricp.connections.min",
            "hikaricp.connections.acquire",
            "hikaricp.connections.usage",
            "hikaricp.connections.creation",
            "hikaricp.connections.timeout");
    assertThat(registry.find("cenote.connections.evictions").meters()).isNotEmpty();
    assertThat(registry.find("cenote.connections.active").meters()).isEmpty();
  }

  @Test
  void theyCanBeBoundBeforeThePoolStarts() throws SQLException {
    CenoteDataSource pool = kept(new CenoteDataSource());
    pool.setUrl(database.url());
    pool.setName("orders");
    CenoteMetrics.bind(pool, registry);
    assertThat(value("cenote.connections.min")).isEqualTo(5);
    pool.getConnection().close();
    assertThat(value("cenote.connections.acquire")).isEqualTo(1);
  }

  @Test
  void theCollectorDoesNotTakeThemFromAPoolThatIsInUse() throws SQLException {
    CenoteDataSource pool = pool();
    CenoteMetrics.bind(pool, registry);
    System.gc();
    pool.getConnection().close();
    assertThat(value("cenote.connections")).isEqualTo(1);
  }

  @Test
  void noSecretIsInAnyMeter() {
    String canary = "c4n4ry";
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (FakeDatabase secret = FakeDatabase.named("secret-orders")) {
      secret.refuse(new SQLException("no " + canary, "28000"));
      CenoteDataSource pool =
          kept(
              CenoteDataSource.builder()
                  .url(secret.url() + "?password=" + canary)
                  .username("app")
                  .password(canary)
                  .property("sslpassword", canary)
                  .acquireTimeout(Duration.ofSeconds(10)) // who is refused is told at once
                  .onStart(OnStart.START_ANYWAY)
                  .build());
      CenoteMetrics.bind(pool, registry);
      CenoteMetrics.bind(pool, prometheus);
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining("no ***")
          .hasMessageNotContaining(canary);

      assertThat(prometheus.scrape()).contains("cenote_connections").doesNotContain(canary);
      assertThat(registry.getMeters())
          .isNotEmpty()
          .noneMatch(meter -> meter.getId().toString().contains(canary));
      pool.close();
    }
  }
}
