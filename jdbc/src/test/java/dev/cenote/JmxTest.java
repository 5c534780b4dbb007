package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.config.Settings;
import dev.cenote.jmx.CenotePoolMXBean;
import dev.cenote.jmx.JmxRegistration;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool in the platform's MBean server. */
@Timeout(60)
class JmxTest {

  private static final String CANARY = "sw0rdfish";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private static CenoteDataSourceBuilder orders() {
    return CenoteDataSource.builder()
        .url("jdbc:h2:mem:jmx-test;DB_CLOSE_DELAY=-1")
        .username("sa")
        .password(CANARY)
        .name("orders")
        .poolSize(1)
        .maxOverflow(1)
        .jmx(true);
  }

  private static ObjectName name(String keys) throws JMException {
    return new ObjectName("dev.cenote:type=Pool," + keys);
  }

  private static ObjectName name() throws JMException {
    return name("name=\"orders\"");
  }

  private CenotePoolMXBean bean() throws JMException {
    return JMX.newMXBeanProxy(server, name(), CenotePoolMXBean.class);
  }

  private long registered() throws JMException {
    return server.queryNames(new ObjectName("dev.cenote:*"), null).size();
  }

  @AfterEach
  void nothingIsLeft() throws JMException {
    assertThat(registered()).isZero();
  }

  @Test
  void numbersAndTextsAreThoseOfThePool() throws Exception {
    try (CenoteDataSource pool = orders().build();
        Connection borrowed = pool.getConnection()) {
      assertThat(borrowed.isValid(1)).isTrue();
      CenotePoolMXBean bean = bean();

      assertThat(bean.getName()).isEqualTo("orders");
      assertThat(bean.getStatus()).isEqualTo("orders: 1 of 2 borrowed, 0 idle, nobody waits");
      assertThat(bean.getLeased()).isEqualTo(1);
      assertThat(bean.getMaximum()).isEqualTo(2);
      assertThat(bean.getCreated()).isEqualTo(1);
      assertThat(bean.getOldestWaitMillis()).isZero();
      assertThat(bean.isPaused()).isFalse();
      assertThat(bean.getDeadlocks()).isZero();
      assertThat(bean.report()).contains("orders: 1 of 2 borrowed", "holders");
      assertThat(bean.getSettings())
          .containsEntry("poolSize", "1")
          .containsEntry("acquireTimeout", "30.0 s")
          .containsEntry("password", "***");
      assertThat(server.getAttribute(name(), "Settings")).isInstanceOf(TabularData.class);
      assertThat(server.getAttribute(name(), "Retired")).isInstanceOf(TabularData.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT1M30.5S",
        "PT1H0M1S",
        "PT1.25S",
        "PT0.0155S",
        "PT59.999999999S",
        "PT2H3M4.005S",
        "PT30S",
        "PT6M10S"
      })
  void aDurationThatIsWrittenBackAsItWasReadChangesNothing(Duration odd) throws Exception {
    try (CenoteDataSource pool = orders().acquireTimeout(odd).checkTimeout(odd).build()) {
      assertThat(pool.stats().maximum()).isEqualTo(2);
      Map<String, String> read = bean().getSettings();
      for (String setting : List.of("acquireTimeout", "checkTimeout")) {
        bean().reconfigure(setting, Objects.requireNonNull(read.get(setting)));
      }

      assertThat(pool.getOrDefault(Settings.ACQUIRE_TIMEOUT)).isEqualTo(odd);
      assertThat(pool.getOrDefault(Settings.CHECK_TIMEOUT)).isEqualTo(odd);
      assertThat(bean().getSettings()).isEqualTo(read);
    }
  }

  @Test
  void everyAttributeAndOperationIsDocumented() throws Exception {
    String page =
        Files.readString(
            Path.of(System.getProperty("basedir", "."), "../docs/monitoring/README.md"));
    try (CenoteDataSource pool = orders().build()) {
      assertThat(pool.getName()).isEqualTo("orders");
      var info = server.getMBeanInfo(name());
      for (MBeanFeatureInfo attribute : info.getAttributes()) {
        if (!attribute.getName().equals("Name")) {
          assertThat(page).contains("`" + attribute.getName() + "`");
        }
      }
      for (MBeanFeatureInfo operation : info.getOperations()) {
        assertThat(page).contains("`" + operation.getName() + "(");
      }
    }
  }

  @Test
  void operationsDoWhatThePoolDoes() throws Exception {
    try (CenoteDataSource pool = orders().build()) {
      CenotePoolMXBean bean = bean();

      bean.resize(2, 3);
      assertThat(pool.stats().maximum()).isEqualTo(5);
      bean.reconfigure("maxOverflow", "UNLIMITED");
      assertThat(bean.getMaximum()).isEqualTo(-1);
      bean.reconfigure(Map.of("poolSize", "1", "maxOverflow", "0"));
      assertThat(bean.getMaximum()).isEqualTo(1);
      assertThat(bean.drain(5)).isTrue();
      assertThat(bean.isPaused()).isTrue();
      bean.resume();
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isValid(1)).isTrue();
      }
      bean.invalidateAll();
      assertThat(bean.getRetired()).containsEntry("INVALIDATED", 1L).containsEntry("DRAINED", 1L);
      bean.pause();
      assertThat(pool.stats().paused()).isTrue();
    }
  }

  @Test
  void whatIsWrongComesAsAnExceptionThatEveryConsoleKnows() throws Exception {
    try (CenoteDataSource pool = orders().build()) {
      Throwable wrong = catchThrowable(() -> bean().reconfigure("poolSise", "2"));
      assertThat(wrong)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Did you mean poolSize?")
          .hasNoCause();
      assertThatThrownBy(() -> bean().reconfigure("url", "jdbc:h2:mem:other"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CENOTE-608");
      assertThatThrownBy(() -> bean().resize(-1, 5))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("poolSize")
          .hasNoCause();
      assertThat(pool.stats().poolSize()).isEqualTo(1);
    }
  }

  @Test
  void nothingThatItSaysHoldsASecret() throws Exception {
    CenoteDataSourceBuilder builder =
        orders()
            .url("jdbc:h2:mem:jmx-canary;PASSWORD_HASH=FALSE")
            .acquireTimeout(Duration.ZERO)
            .initSql("SET @GREETING = '" + CANARY + "'");
    List<String> said = new ArrayList<>();
    try (CenoteDataSource pool = builder.build();
        Connection first = pool.getConnection()) {
      CenotePoolMXBean bean = bean();
      bean.resize(1, 0);
      assertThat(catchThrowable(pool::getConnection)).isInstanceOf(SQLException.class);
      assertThat(bean.getLastError()).matches("(?s).* ago: orders: .*CENOTE-101.*");
      bean.reconfigure("password", CANARY + "2");
      bean.reconfigure("properties.accessToken", CANARY + "3");
      said.add(String.valueOf(catchThrowable(() -> bean.reconfigure("password.x", CANARY))));
      said.add(bean.report());
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name()).getAttributes()) {
        said.add(attribute.getName() + "=" + server.getAttribute(name(), attribute.getName()));
      }
      assertThat(first.isValid(1)).isTrue();
    }

    assertThat(said).hasSizeGreaterThan(25).noneMatch(text -> text.contains(CANARY));
  }

  @Test
  void theSecondOfANameGetsANumber() throws Exception {
    CenoteDataSource first = orders().build();
    try (CenoteDataSource second = orders().poolSize(2).build()) {
      assertThat(registered()).isEqualTo(2);
      assertThat(server.getAttribute(name(), "PoolSize")).isEqualTo(1);
      assertThat(server.getAttribute(name("name=\"orders\",number=2"), "PoolSize")).isEqualTo(2);
      first.close();
      assertThat(server.isRegistered(name())).isFalse();
      assertThat(second.stats().poolSize()).isEqualTo(2);
      assertThat(registered()).isEqualTo(1);
    }
  }

  @Test
  void anyNameWillDo() throws Exception {
    String odd = "a=\"b\",c*d?e\\ f:g";
    try (CenoteDataSource pool = orders().name(odd).build()) {
      ObjectName quoted = name("name=" + ObjectName.quote(odd));
      assertThat(pool.getName()).isEqualTo(odd);
      assertThat(server.getAttribute(quoted, "Name")).isEqualTo(odd);
    }
  }

  @Test
  void itIsThereOnlyIfItIsWantedAlsoWhileThePoolRuns() throws Exception {
    try (CenoteDataSource pool = orders().jmx(false).build()) {
      assertThat(registered()).isZero();
      pool.reconfigure(change -> change.jmx(true));
      bean().reconfigure("poolSize", "2");
      assertThat(bean().getPoolSize()).isEqualTo(2);

      bean().reconfigure("jmx", "false");

      assertThat(registered()).isZero();
      pool.reconfigure(change -> change.jmx(true));
      assertThat(registered()).isEqualTo(1);
    }
  }

  @Test
  void afterTheCloseWhoeverStillHasTheBeanHasNoPool() throws Exception {
    CenoteDataSource pool = orders().build();
    Object entry = fieldsOf(pool).get("jmx");
    PoolBean kept = (PoolBean) Objects.requireNonNull(fieldsOf(entry).get("bean"));
    assertThat(fieldsOf(kept)).containsEntry("pool", pool);

    pool.close();

    assertThatThrownBy(kept::getStatus)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the pool is closed");
    assertThat(fieldsOf(kept).values()).as("whatever it still holds").containsOnlyNulls();
  }

  private static Map<String, @Nullable Object> fieldsOf(@Nullable Object owner)
      throws IllegalAccessException {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (Field field : Objects.requireNonNull(owner).getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        values.put(field.getName(), field.get(owner));
      }
    }
    return values;
  }

  @Test
  void whatItShowsOfADurationItReadsToo() throws Exception {
    try (CenoteDataSource pool = orders().maxLifetime(Duration.ofSeconds(370)).build()) {
      CenotePoolMXBean bean = bean();
      Map<String, String> shown = bean.getSettings();
      assertThat(shown)
          .containsEntry("acquireTimeout", "30.0 s")
          .containsEntry("maxLifetime", "6 min 10 s");
      shown.keySet().removeIf(name -> !name.matches(".*(Timeout|Lifetime|Threshold|Linger)"));
      bean.reconfigure("acquireTimeout", "1s");

      bean.reconfigure(shown);

      assertThat(shown).hasSizeGreaterThan(6);
      assertThat(bean.getSettings()).containsAllEntriesOf(shown);
      assertThat(pool.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatTheServerDoesNotTakeIsToldAndNothingIsThrown() {
    List<Throwable> failures = new ArrayList<>();
    CenotePoolMXBean refused =
        (CenotePoolMXBean)
            Proxy.newProxyInstance(
                JmxTest.class.getClassLoader(),
                new Class<?>[] {CenotePoolMXBean.class, MBeanRegistration.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("preRegister")) {
                    throw new SecurityException("not allowed");
                  }
                  return null;
                });

    JmxRegistration.begin("orders", refused, note -> {}, failures::add).run();

    assertThat(failures).singleElement().isInstanceOf(RuntimeMBeanException.class);
  }
}
