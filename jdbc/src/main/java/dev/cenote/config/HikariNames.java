package dev.cenote.config;

import static dev.cenote.config.ForeignName.better;
import static dev.cenote.config.ForeignName.notNeeded;
import static dev.cenote.config.ForeignName.notYet;
import static dev.cenote.config.ForeignName.refused;
import static dev.cenote.config.ForeignName.renamed;
import static dev.cenote.config.ForeignName.same;

import dev.cenote.core.PoolConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The names of HikariCP's properties. What is not given has our default, but for the sizes: 10 and
 * no overflow, as there.
 */
final class HikariNames {

  private static final int DEFAULT_MAXIMUM = 10;
  private static final String MILLIS = "milliseconds";
  private static final String METERS =
      "cenote-micrometer binds to a pool, under HikariCP's names too";

  static final Vocabulary VOCABULARY =
      new Vocabulary("HikariCP", names(), "", null, HikariNames::together);

  private HikariNames() {}

  private static List<ForeignName> names() {
    return Stream.of(places(), sizesAndTimes(), session(), others()).flatMap(List::stream).toList();
  }

  private static List<ForeignName> places() {
    return List.of(
        renamed("jdbcUrl", "url", "", (v, into) -> into.set(Settings.URL, ForeignText.name(v))),
        same("username", (v, into) -> into.set(Settings.USERNAME, ForeignText.text(v))),
        same("password", (v, into) -> into.set(Settings.PASSWORD, ForeignText.text(v))),
        same(
            "driverClassName",
            (v, into) -> into.set(Settings.DRIVER_CLASS_NAME, ForeignText.name(v))),
        renamed("dataSourceClassName", "dataSource", "made here", (v, into) -> {}),
        renamed("dataSource.*", "properties", "or of that DataSource", (v, into) -> {}),
        renamed("dataSourceProperties", "properties", "", HikariNames::properties),
        same("dataSource", HikariNames::dataSource),
        refused("dataSourceJNDI", "look it up in code and hand it over by dataSource(...)"),
        renamed("poolName", "name", "", (v, into) -> into.set(Settings.NAME, ForeignText.text(v))));
  }

  private static List<ForeignName> sizesAndTimes() {
    return List.of(
        renamed(
            "maximumPoolSize",
            "maxOverflow",
            "less minimumIdle; unset it is 10",
            (v, into) -> ForeignText.atLeast(1, ForeignText.count(v))),
        better(
            "minimumIdle",
            "poolSize",
            "unset it is maximumPoolSize",
            "so many connections are kept, not so many idle ones above those in use",
            (v, into) -> ForeignText.atLeast(0, ForeignText.count(v))),
        better(
            "connectionTimeout",
            "acquireTimeout",
            MILLIS + "; 0 is NONE",
            "it also covers connecting and checking",
            (v, into) -> into.set(Settings.ACQUIRE_TIMEOUT, ForeignText.zeroIsEndless(millis(v)))),
        renamed(
            "validationTimeout",
            "checkTimeout",
            MILLIS,
            (v, into) -> into.set(Settings.CHECK_TIMEOUT, ForeignText.positive(millis(v)))),
        better(
            "idleTimeout",
            "overflowLinger",
            MILLIS + "; 0 is for ever",
            "surplus goes by what was needed, so that light use does not keep it alive",
            (v, into) -> into.set(Settings.OVERFLOW_LINGER, ForeignText.zeroIsEndless(millis(v)))),
        better(
            "maxLifetime",
            "maxLifetime",
            MILLIS + "; 0 is no limit",
            "replaced before it ends, if a connection is to spare",
            (v, into) -> into.set(Settings.MAX_LIFETIME, millis(v))),
        renamed(
            "keepaliveTime",
            "keepalive",
            MILLIS + "; 0 is never",
            (v, into) -> into.set(Settings.KEEPALIVE, millis(v))),
        better(
            "initializationFailTimeout",
            "onStart",
            "more than 0 is FAIL_FAST, 0 and less START_ANYWAY",
            "how long the start tries is connectTimeout",
            HikariNames::start));
  }

  private static List<ForeignName> session() {
    return List.of(
        same("autoCommit", (v, into) -> into.set(Settings.AUTO_COMMIT, ForeignText.flag(v))),
        same("readOnly", (v, into) -> into.set(Settings.READ_ONLY, ForeignText.flag(v))),
        same("catalog", (v, into) -> into.set(Settings.CATALOG, ForeignText.text(v))),
        same("schema", (v, into) -> into.set(Settings.SCHEMA, ForeignText.text(v))),
        renamed(
            "transactionIsolation",
            "isolation",
            "without TRANSACTION_, or JDBC's number",
            (v, into) -> into.set(Settings.ISOLATION, isolation(ForeignText.text(v).strip()))),
        renamed(
            "connectionInitSql",
            "initSql",
            "",
            (v, into) -> into.set(Settings.INIT_SQL, ForeignText.text(v))));
  }

  private static List<ForeignName> others() {
    return List.of(
        notNeeded("connectionTestQuery", "the driver's isValid is the check"),
        better(
            "leakDetectionThreshold",
            "leakThreshold",
            "milliseconds; 0 is never",
            "with the stack of that moment; also says that it came back, or that its thread ended",
            (v, into) -> into.set(Settings.LEAK_THRESHOLD, millis(v))),
        notNeeded("isolateInternalQueries", "a check never leaves a transaction open"),
        notNeeded("allowPoolSuspension", "pause() asks nobody"),
        renamed(
            "registerMbeans",
            "jmx",
            "one MBean, not two",
            (v, into) -> into.set(Settings.JMX, ForeignText.flag(v))),
        notNeeded("metricRegistry", METERS),
        notNeeded("metricsTrackerFactory", METERS),
        notYet("healthCheckRegistry", "stats() tells whether connections are open"),
        notYet("healthCheckProperties", "stats() tells whether connections are open"),
        notNeeded("threadFactory", "the pool's threads are daemons of its own"),
        notNeeded("scheduledExecutor", "the pool has a timer of its own"),
        refused("exceptionOverrideClassName", "say by errorKinds what an error means")
            .also("exceptionOverride"),
        refused("credentialsProviderClassName", "a pool has one login; give a DataSource that asks")
            .also("credentialsProvider"));
  }

  private static Duration millis(Object value) {
    return ForeignText.notNegative(ForeignText.millis(value));
  }

  private static void properties(Object value, ForeignValues into) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "in text each property is a setting of its own: dataSource.NAME");
    }
    map.forEach((name, each) -> into.group().put(String.valueOf(name), String.valueOf(each)));
  }

  private static void dataSource(Object value, ForeignValues into) {
    if (!(value instanceof DataSource source)) {
      throw new IllegalArgumentException("a javax.sql.DataSource is needed; or give its class");
    }
    into.set(Settings.DATA_SOURCE, source);
  }

  private static void start(Object value, ForeignValues into) {
    boolean fails = !ForeignText.millis(value).isNegative() && !ForeignText.millis(value).isZero();
    into.set(Settings.ON_START, fails ? OnStart.FAIL_FAST : OnStart.START_ANYWAY);
  }

  /** A level by JDBC's name or number. */
  static Isolation isolation(String text) {
    String name = text.startsWith("TRANSACTION_") ? text.substring(12) : text;
    for (Isolation each : Isolation.values()) {
      if (each.name().equalsIgnoreCase(name) || String.valueOf(each.level()).equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "allowed are "
            + Arrays.stream(Isolation.values()).map(Enum::name).collect(Collectors.joining(", ")));
  }

  private static void together(ForeignValues into) {
    sizes(into);
    Map<String, String> properties = into.group();
    if (into.has("dataSourceClassName")) {
      String name = into.keyOf("dataSourceClassName");
      try {
        into.set(
            "dataSourceClassName",
            Settings.DATA_SOURCE,
            DataSourceBean.of(into.text("dataSourceClassName").strip(), properties));
      } catch (IllegalArgumentException wrong) {
        into.problem(name, String.valueOf(wrong.getMessage()));
      }
    } else {
      properties.forEach(into::driverProperty);
    }
  }

  private static void sizes(ForeignValues into) {
    Integer keptBefore = into.earlier(Settings.POOL_SIZE);
    Integer moreBefore = into.earlier(Settings.MAX_OVERFLOW);
    boolean mentions = into.has("maximumPoolSize") || into.has("minimumIdle");
    if (!mentions && (keptBefore != null || moreBefore != null)) {
      return; // what was said before stays
    }
    int maximum;
    int kept;
    try {
      maximum = sizeOr(into, "maximumPoolSize", maximumOf(keptBefore, moreBefore));
      kept = sizeOr(into, "minimumIdle", keptOf(keptBefore, moreBefore, maximum));
    } catch (IllegalArgumentException told) {
      return;
    }
    if (kept > maximum) {
      String max = into.has("maximumPoolSize") ? "maximumPoolSize" : "maximumPoolSize, unset,";
      into.problem(
          into.keyOf("minimumIdle"), "'" + kept + "': " + max + " allows " + maximum + " at most");
    } else if (maximum >= 1) {
      into.set("minimumIdle", Settings.POOL_SIZE, kept);
      into.set("maximumPoolSize", Settings.MAX_OVERFLOW, maximum - kept);
    }
  }

  private static int maximumOf(@Nullable Integer kept, @Nullable Integer more) {
    if (kept == null || more == null) {
      return DEFAULT_MAXIMUM;
    }
    return (int) Math.min((long) kept + more, PoolConfig.UNLIMITED);
  }

  /** Unset it is the maximum, as there, unless it was said to be less. */
  private static int keptOf(@Nullable Integer kept, @Nullable Integer more, int maximum) {
    if (kept == null || more == null || more == 0) {
      return maximum;
    }
    return Math.min(kept, maximum);
  }

  private static int sizeOr(ForeignValues into, String name, int otherwise) {
    return into.has(name) ? ForeignText.count(into.text(name)) : otherwise;
  }
}
