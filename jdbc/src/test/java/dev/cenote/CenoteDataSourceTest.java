package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolStats;
import dev.cenote.error.CenoteConfigException;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CenoteDataSourceTest {

  private static CenoteDataSourceBuilder h2() {
    return CenoteDataSource.builder().url("jdbc:h2:mem:").name("orders").poolSize(1).maxOverflow(0);
  }

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void threeLinesAreEnough() throws SQLException {
    try (CenoteDataSource pool = CenoteDataSource.create("h2:mem:three-lines");
        Connection connection = pool.getConnection()) {
      assertThat(one(connection)).isEqualTo(1);
      assertThat(pool.getName()).isEqualTo("h2:mem:three-lines");
    }
  }

  @Test
  void aConnectionGoesBackWhenItIsClosed() throws SQLException {
    try (CenoteDataSource pool = h2().build()) {
      for (int i = 0; i < 10; i++) {
        try (Connection connection = pool.getConnection()) {
          assertThat(one(connection)).isEqualTo(1);
          assertThat(pool.stats().leased()).isEqualTo(1);
        }
      }
      assertThat(pool.stats().created()).isEqualTo(1);
      assertThat(pool.stats().idle()).isEqualTo(1);
    }
  }

  @Test
  void aBeanStartsWithItsFirstConnection() throws SQLException {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setJdbcUrl("jdbc:h2:mem:");
      pool.setUser("sa");
      pool.setPassword("pw");
      pool.setPoolSize(2);
      assertThat(pool.stats().created()).isZero();
      assertThat(pool.stats().maximum()).isEqualTo(12);
      assertThat(pool.toString()).contains("not started").doesNotContain("pw");

      try (Connection connection = pool.getConnection()) {
        assertThat(one(connection)).isEqualTo(1);
      }
      assertThat(pool.stats().created()).isPositive();
      assertThat(pool.getUsername()).isEqualTo("sa");
      assertThat(pool.getPassword()).isEqualTo("pw");
    }
  }

  @Test
  void settersThrowOnceThePoolHasStarted() throws SQLException {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setUrl("jdbc:h2:mem:");
      pool.setName("orders");
      pool.getConnection().close();

      assertThatThrownBy(() -> pool.setPoolSize(3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("orders: poolSize cannot be set")
          .hasMessageContaining("CENOTE-607");
    }
  }

  @Test
  void wrongSettingsOfABeanMayBeCorrected() throws SQLException {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setUrl("jdbc:h2:mem:");
      pool.setPoolSize(-1);
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(CenoteConfigException.class)
          .hasMessageContaining("poolSize");

      pool.setPoolSize(1);
      try (Connection connection = pool.getConnection()) {
        assertThat(one(connection)).isEqualTo(1);
      }
    }
  }

  @Test
  void aBusyPoolSaysSoWithItsNumbers() throws SQLException {
    try (CenoteDataSource pool =
            h2().leakWatch(LeakWatch.OFF).acquireTimeout(Duration.ofMillis(120)).build();
        Connection held = pool.getConnection()) {
      SQLTransientConnectionException busy =
          catchThrowableOfType(SQLTransientConnectionException.class, pool::getConnection);

      assertThat(held.isClosed()).isFalse();
      assertThat((Throwable) busy)
          .hasMessageMatching(
              "orders: no connection within \\d\\S* m?s: the only connection is borrowed \\(.*\\)\\."
                  + " Shorten what holds them; .*\\. \\[CENOTE-101]");
      assertThat(busy.getSQLState()).isEqualTo("08001");
      assertThat(pool.stats().timedOut()).isEqualTo(1);
    }
  }

  @Test
  void withAnAcquireTimeoutOfZeroABusyPoolRefusesAtOnce() throws SQLException {
    try (CenoteDataSource pool = h2().acquireTimeout(Duration.ZERO).build();
        Connection held = pool.getConnection()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("CENOTE-101");
    }
  }

  @Test
  void aFullQueueRefusesAtOnce() throws SQLException {
    try (CenoteDataSource pool = h2().maxWaiters(0).build();
        Connection held = pool.getConnection()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("the queue is full: 1 of 1 borrowed, 0 idle")
          .hasMessageContaining("CENOTE-103");
    }
  }

  @Test
  void aClosedPoolSaysSo() throws SQLException {
    CenoteDataSource pool = h2().build();
    pool.close();
    pool.close();

    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessage(
            "orders: the pool is closed. Close the pool after everything that uses it."
                + " [CENOTE-701]");
    assertThat(pool.toString()).contains("closed");
  }

  @Test
  void aBeanClosedBeforeItStartedNeverStarts() {
    CenoteDataSource pool = new CenoteDataSource();
    pool.setUrl("jdbc:h2:mem:");
    pool.close();

    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageContaining("CENOTE-701");
    assertThatThrownBy(() -> pool.setPoolSize(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aWaiterIsToldAtOnceWhenThePoolIsClosed() throws Exception {
    CenoteDataSource pool = h2().shutdownTimeout(Duration.ofSeconds(1)).build();
    Connection held = pool.getConnection();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread waiter = waitFor(pool, seen);
    pool.close();
    waiter.join();

    assertThat(seen.get())
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageContaining("CENOTE-701");
    held.close();
  }

  @Test
  void anInterruptedWaiterKeepsItsFlag() throws Exception {
    try (CenoteDataSource pool = h2().build();
        Connection held = pool.getConnection()) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread waiter = waitFor(pool, seen);
      waiter.interrupt();
      waiter.join();

      assertThat(held).isNotNull();
      assertThat(seen.get())
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasMessageContaining("CENOTE-104")
          .hasCauseInstanceOf(InterruptedException.class)
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1)); // the flag was set
    }
  }

  /** A thread that waits for a connection; a suppressed exception says that its flag was set. */
  private static Thread waitFor(CenoteDataSource pool, AtomicReference<Throwable> seen) {
    Thread waiter =
        new Thread(() -> {
          try {
            pool.getConnection().close();
          } catch (SQLException expected) {
            if (Thread.currentThread().isInterrupted()) {
              expected.addSuppressed(new InterruptedException("flag"));
            }
            seen.set(expected);
          }
        });
    waiter.start();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pool.stats().waiting() == 1);
    return waiter;
  }

  @Test
  void aPoolHasOneLogin() throws SQLException {
    try (CenoteDataSource pool = h2().username("sa").password("pw").build()) {
      try (Connection connection = pool.getConnection("sa", "pw")) {
        assertThat(one(connection)).isEqualTo(1);
      }
      assertThatThrownBy(() -> pool.getConnection("sa", "S3CRET"))
          .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
          .hasMessageContaining("CENOTE-606")
          .hasMessageNotContaining("S3CRET");
    }
  }

  @Test
  void itUnwrapsToItselfAndNeverToTheDriversDataSource() throws SQLException {
    JdbcDataSource driver = new JdbcDataSource();
    driver.setURL("jdbc:h2:mem:");
    try (CenoteDataSource pool = CenoteDataSource.builder().dataSource(driver).build()) {
      assertThat(pool.unwrap(DataSource.class)).isSameAs(pool);
      assertThat(pool.unwrap(CenoteDataSource.class)).isSameAs(pool);
      assertThat(pool.isWrapperFor(DataSource.class)).isTrue();
      assertThat(pool.isWrapperFor(JdbcDataSource.class)).isFalse();
      assertThatThrownBy(() -> pool.unwrap(JdbcDataSource.class)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whatTheJdbcInterfaceAsksAndAPoolCannotGiveIsSaid() throws SQLException {
    int global = DriverManager.getLoginTimeout();
    try (CenoteDataSource pool = h2().acquireTimeout(Duration.ofMillis(2500)).build()) {
      assertThat(pool.getLoginTimeout()).isEqualTo(3);
      assertThatThrownBy(() -> pool.setLoginTimeout(1))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("acquireTimeout");
      assertThat(pool.getLogWriter()).isNull();
      pool.setLogWriter(null);
      assertThatThrownBy(() -> pool.setLogWriter(new PrintWriter(new StringWriter())))
          .hasMessageContaining("SLF4J");
      assertThatThrownBy(pool::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    }
    try (CenoteDataSource pool = h2().acquireTimeout(PoolConfig.NONE).build()) {
      assertThat(pool.getLoginTimeout()).isZero();
    }
    assertThat(DriverManager.getLoginTimeout()).isEqualTo(global);
  }

  @Test
  void sizesChangeWhileItRuns() throws SQLException {
    try (CenoteDataSource pool = h2().build();
        Connection first = pool.getConnection()) {
      pool.resize(1, 1);
      try (Connection second = pool.getConnection()) {
        assertThat(first).isNotSameAs(second);
      }
      assertThat(pool.stats().maximum()).isEqualTo(2);
      assertThatThrownBy(() -> pool.resize(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new CenoteDataSource().resize(1, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void invalidatingReplacesEveryConnection() throws SQLException {
    try (CenoteDataSource pool = h2().build()) {
      pool.invalidateAll();
      try (Connection connection = pool.getConnection()) {
        assertThat(one(connection)).isEqualTo(1);
      }
      PoolStats stats = pool.stats();
      assertThat(stats.created()).isEqualTo(2);
    }
  }

  @Test
  void settingsMayComeAsText() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("url", "jdbc:h2:mem:");
    settings.setProperty("poolSize", "2");
    settings.setProperty("schema", "INFORMATION_SCHEMA");
    settings.setProperty("onStart", "wait_filled");
    try (CenoteDataSource pool = CenoteDataSource.builder().settings(settings).build();
        Connection connection = pool.getConnection()) {
      assertThat(pool.stats().open()).isEqualTo(2);
      assertThat(connection.getSchema().toUpperCase(Locale.ROOT)).isEqualTo("INFORMATION_SCHEMA");
    }
  }

  @Test
  void gettersGiveWhatAnotherDataSourceCanBeDerivedFrom() throws SQLException {
    CenoteDataSource bean = new CenoteDataSource();
    bean.setUrl("postgresql://app:p%40ss@db:5432/orders");
    bean.setDriverClassName("org.postgresql.Driver");

    assertThat(bean.getUrl()).isEqualTo("jdbc:postgresql://db:5432/orders");
    assertThat(bean.getUsername()).isEqualTo("app");
    assertThat(bean.getPassword()).isEqualTo("p@ss");
    assertThat(bean.getDriverClassName()).isEqualTo("org.postgresql.Driver");
    assertThat(bean.getName()).isEqualTo("db/orders");
    assertThat(bean.toString()).doesNotContain("p@ss");

    bean.setUrl("sqlite://");
    assertThat(bean.getUrl()).isEqualTo(bean.getUrl()).contains("vfs=memdb");
    bean.setUrl("nonsense");
    assertThat(bean.getUrl()).isEqualTo("nonsense");
    assertThat(new CenoteDataSource().getUrl()).isNull();
  }

  @Test
  void frameworksFindTheBeanPropertiesThatTheyLookFor() throws IntrospectionException {
    Map<String, PropertyDescriptor> properties = new HashMap<>();
    for (PropertyDescriptor each :
        Introspector.getBeanInfo(CenoteDataSource.class).getPropertyDescriptors()) {
      properties.put(each.getName(), each);
    }

    for (String name : List.of("url", "username", "password", "driverClassName", "name")) {
      assertThat(properties.get(name).getReadMethod()).as(name).isNotNull();
      assertThat(properties.get(name).getWriteMethod()).as(name).isNotNull();
      assertThat(properties.get(name).getPropertyType()).isEqualTo(String.class);
    }
    for (String name : List.of("jdbcUrl", "user", "poolSize", "acquireTimeout", "onStart")) {
      assertThat(properties.get(name).getWriteMethod()).as(name).isNotNull();
    }
  }

  @Test
  void nothingIsLeftAfterClose() throws SQLException {
    CenoteDataSource pool =
        h2().name("leaves-nothing").poolSize(3).onStart(OnStart.WAIT_FILLED).build();
    pool.getConnection().close();
    pool.close();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("leaves-nothing")));
    assertThat(pool.stats().open()).isZero();
  }
}
