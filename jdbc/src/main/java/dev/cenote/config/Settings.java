package dev.cenote.config;

import static dev.cenote.config.SettingTypes.COUNT;
import static dev.cenote.config.SettingTypes.DEADLINE;
import static dev.cenote.config.SettingTypes.DURATION;
import static dev.cenote.config.SettingTypes.FLAG;
import static dev.cenote.config.SettingTypes.LIMIT;
import static dev.cenote.config.SettingTypes.OBJECT;
import static dev.cenote.config.SettingTypes.PROPERTIES;
import static dev.cenote.config.SettingTypes.SECRET;
import static dev.cenote.config.SettingTypes.SQL;
import static dev.cenote.config.SettingTypes.TEXT;
import static dev.cenote.config.SettingTypes.choice;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.ErrorKind;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Every setting there is, in the order of docs/configuration.md; {@link Setting} says what each is.
 */
public final class Settings {

  // One of each: every lambda costs a new JVM a class.
  private static final Predicate<String> NOT_BLANK = text -> !text.isBlank();
  private static final Predicate<Integer> NOT_NEGATIVE = count -> count >= 0;
  private static final Predicate<Integer> POSITIVE = count -> count >= 1;
  private static final Predicate<Duration> NO_LESS_THAN_ZERO = time -> !time.isNegative();

  private static final String DRIVERS = "the driver's";

  // What to connect to.
  public static final Setting<String> URL =
      Setting.optional(
              "url", SettingTypes.URL, "none", "where the database is: a jdbc: URL or a short form")
          .only("a jdbc: URL or a short form", NOT_BLANK);
  public static final Setting<String> USERNAME =
      Setting.optional("username", TEXT, "none", "who logs in");
  public static final Setting<String> PASSWORD =
      Setting.optional("password", SECRET, "none", "the password of that user; never shown");
  public static final Setting<Map<String, String>> DRIVER_PROPERTIES =
      Setting.of(
          "properties", PROPERTIES, Map.of(), "handed to the driver; in text properties.NAME");
  public static final Setting<String> DRIVER_CLASS_NAME =
      Setting.optional(
              "driverClassName", TEXT, "found by the URL", "the driver's class; seldom needed")
          .only("a class name", NOT_BLANK);
  public static final Setting<DataSource> DATA_SOURCE =
      Setting.optional(
          "dataSource", OBJECT, "none", "opens the connections instead of url and a driver");
  public static final Setting<String> NAME =
      Setting.optional(
              "name",
              TEXT,
              "from host and database; `pool` with a dataSource",
              "names the pool in messages, meters and threads: give each its own")
          .only("1 to 100 characters without line breaks", Settings::isName);

  // Whom it lends what, and how many.
  public static final Setting<PoolKind> KIND =
      Setting.of(
          "kind",
          choice(PoolKind.values()),
          PoolKind.QUEUE,
          "whom the pool lends what, see docs/guide/pool-kinds.md");
  public static final Setting<Integer> POOL_SIZE =
      Setting.of(
              "poolSize",
              LIMIT,
              5,
              "connections kept open; 0 keeps none, UNLIMITED keeps all (with prefill=false)")
          .only("0 or more, or UNLIMITED", NOT_NEGATIVE);
  public static final Setting<Integer> MAX_OVERFLOW =
      Setting.of("maxOverflow", LIMIT, 10, "how many more may be open under load")
          .only("0 or more, or UNLIMITED", NOT_NEGATIVE);
  public static final Setting<Duration> OVERFLOW_LINGER =
      Setting.of(
              "overflowLinger",
              DURATION,
              Duration.ofSeconds(30),
              "overflow that was not needed for this long is closed; 0 is on return")
          .only("0 or more", NO_LESS_THAN_ZERO);
  public static final Setting<Integer> MAX_WAITERS =
      Setting.of(
              "maxWaiters",
              LIMIT,
              PoolConfig.UNLIMITED,
              "how many callers may wait for others; the next one is refused at once")
          .only("0 or more, or UNLIMITED", NOT_NEGATIVE);

  // How long.
  public static final Setting<Duration> ACQUIRE_TIMEOUT =
      Setting.of(
              "acquireTimeout",
              DEADLINE,
              Duration.ofSeconds(30),
              "the deadline of getConnection(), over waiting, opening and checking;"
                  + " 0 never queues at the limit, NONE waits for ever")
          .only("0 or more, or NONE", NO_LESS_THAN_ZERO);
  public static final Setting<Duration> CONNECT_TIMEOUT =
      driverCall("connectTimeout", 10, "one attempt to open a connection");
  public static final Setting<Duration> CHECK_TIMEOUT =
      driverCall("checkTimeout", 5, "one check whether a connection is alive");
  public static final Setting<Duration> RESET_TIMEOUT =
      driverCall("resetTimeout", 5, "undoing what a borrower left");
  public static final Setting<Duration> CLOSE_TIMEOUT =
      driverCall("closeTimeout", 5, "closing one connection");
  public static final Setting<Duration> SHUTDOWN_TIMEOUT =
      driverCall("shutdownTimeout", 10, "all of close(): waiting for borrowers, then aborting");

  // Opening.
  public static final Setting<Integer> MAX_OPENING =
      Setting.of("maxOpening", COUNT, 4, "connections being opened at once")
          .only("1 or more", POSITIVE);
  public static final Setting<Integer> GIVEN_UP_MAX =
      Setting.of(
              "givenUpMax",
              COUNT,
              8,
              "so many hanging driver calls make the pool open more slowly while opening fails")
          .only("1 or more", POSITIVE);
  public static final Setting<Boolean> PREFILL =
      Setting.of("prefill", FLAG, true, "open poolSize at the start and keep them filled");
  public static final Setting<OnStart> ON_START =
      Setting.of(
          "onStart",
          choice(OnStart.values()),
          OnStart.FAIL_FAST,
          "what the start waits for: one connection, nothing, or all of poolSize");

  // Upkeep.
  public static final Setting<Duration> MAX_LIFETIME =
      Setting.of(
              "maxLifetime",
              DURATION,
              Duration.ofMinutes(30),
              "a connection is replaced before it gets older, each at a moment of its own;"
                  + " 0 is no limit")
          .only("0 or more", NO_LESS_THAN_ZERO);
  public static final Setting<Duration> KEEPALIVE =
      Setting.of(
              "keepalive",
              DURATION,
              Duration.ofMinutes(2),
              "idle connections are checked this often;" + " 0 is never")
          .only("0 or more", NO_LESS_THAN_ZERO);
  public static final Setting<Validation> VALIDATION =
      Setting.of(
          "validation",
          choice(Validation.values()),
          Validation.AUTO,
          "when a connection is checked before it is lent. AUTO: if it was not used lately or is"
              + " under suspicion; ALWAYS: before every lease but its first, also when it goes from"
              + " one borrower straight to the next; NEVER: not at all");
  public static final Setting<LivenessCheck> LIVENESS_CHECK =
      Setting.of(
          "livenessCheck",
          choice(LivenessCheck.values()),
          LivenessCheck.AUTO,
          "whether PostgreSQL's and MariaDB's drivers get sockets that tell without a round trip if"
              + " the server has closed them, which validation AUTO then looks at");
  public static final Setting<OnDisconnect> ON_DISCONNECT =
      Setting.of(
          "onDisconnect",
          choice(OnDisconnect.values()),
          OnDisconnect.SUSPECT,
          "when one connection proves dead, check the older ones before use, or close them all");
  public static final Setting<OnOutage> ON_OUTAGE =
      Setting.of(
          "onOutage",
          choice(OnOutage.values()),
          OnOutage.WAIT,
          "while nothing is open and nothing can be opened, callers wait until acquireTimeout, or"
              + " fail at once");
  public static final Setting<Map<String, ErrorKind>> ERROR_KINDS =
      Setting.of(
              "errorKinds",
              SettingTypes.ERROR_KINDS,
              Map.of(),
              "what errors of the driver mean, before the tables of docs/dead-connections.md")
          .only(ErrorKindsText.ALLOWED, ErrorKindsText::areKeys);
  public static final Setting<LeakWatch> LEAK_WATCH =
      Setting.of(
          "leakWatch",
          choice(LeakWatch.values()),
          LeakWatch.THREAD,
          "what is noted of each borrower: nothing, its thread (after a nested wait also stacks, for"
              + " one minute in ten at most), or always its stack, which costs microseconds");
  public static final Setting<Duration> LEAK_THRESHOLD =
      Setting.of(
              "leakThreshold",
              DURATION,
              Duration.ofMinutes(1),
              "what is borrowed for longer is reported, once; 0 is never; needs a leakWatch"
                  + " other than OFF, and a kind that shares nothing")
          .only("0 or more", NO_LESS_THAN_ZERO);
  public static final Setting<Duration> RECLAIM_AFTER =
      Setting.of(
              "reclaimAfter",
              DURATION,
              Duration.ZERO,
              "a connection that nobody can be using any more, and nobody has used for this long, is"
                  + " taken back; 0 is never; needs a leakWatch other than OFF, and a kind that shares"
                  + " nothing")
          .only("0 or more", NO_LESS_THAN_ZERO);
  public static final Setting<IdleOrder> IDLE_ORDER =
      Setting.of(
          "idleOrder",
          choice(IdleOrder.values()),
          IdleOrder.AFFINE,
          "which idle connection is lent: near the thread's last, the newest or the oldest return");

  // What a fresh lease starts with.
  public static final Setting<ResetOnReturn> RESET_ON_RETURN =
      Setting.of(
          "resetOnReturn",
          choice(ResetOnReturn.values()),
          ResetOnReturn.ROLLBACK,
          "what becomes of a transaction that a borrower left open");
  public static final Setting<Boolean> AUTO_COMMIT =
      Setting.optional("autoCommit", FLAG, DRIVERS, "the auto-commit mode of a fresh lease");
  public static final Setting<Boolean> READ_ONLY =
      Setting.optional("readOnly", FLAG, DRIVERS, "the read-only mode of a fresh lease");
  public static final Setting<Isolation> ISOLATION =
      Setting.optional(
          "isolation", choice(Isolation.values()), DRIVERS, "the isolation of a fresh lease");
  public static final Setting<String> CATALOG =
      Setting.optional("catalog", TEXT, DRIVERS, "the catalog of a fresh lease");
  public static final Setting<String> SCHEMA =
      Setting.optional("schema", TEXT, DRIVERS, "the schema of a fresh lease");
  public static final Setting<String> INIT_SQL =
      Setting.optional("initSql", SQL, "none", "one statement, run once on each new connection");
  public static final Setting<Boolean> REQUEST_BOUNDARIES =
      Setting.of(
          "requestBoundaries",
          FLAG,
          false,
          "tell the driver where a borrower's request begins and ends (beginRequest, endRequest)");

  public static final Setting<Boolean> JMX =
      Setting.of("jmx", FLAG, false, "show the pool in JMX, see docs/monitoring/README.md");

  // Who takes part, and who listens.
  public static final Setting<List<ConnectionCustomizer>> CUSTOMIZERS =
      Setting.of(
          "customizers",
          new Instances<>(ConnectionCustomizer.class),
          List.of(),
          "set up, refuse and clean up connections, see docs/guide/events.md");
  public static final Setting<List<ConnectionListener>> CONNECTION_LISTENERS =
      Setting.of(
          "connectionListeners",
          new Instances<>(ConnectionListener.class),
          List.of(),
          "hear what happens to single connections");
  public static final Setting<List<PoolListener>> LISTENERS =
      Setting.of(
          "listeners",
          new Instances<>(PoolListener.class),
          List.of(),
          "hear what happens to the pool");

  private static final List<Setting<?>> ALL =
      List.of(
          URL,
          USERNAME,
          PASSWORD,
          DRIVER_PROPERTIES,
          DRIVER_CLASS_NAME,
          DATA_SOURCE,
          NAME,
          KIND,
          POOL_SIZE,
          MAX_OVERFLOW,
          OVERFLOW_LINGER,
          MAX_WAITERS,
          ACQUIRE_TIMEOUT,
          CONNECT_TIMEOUT,
          CHECK_TIMEOUT,
          RESET_TIMEOUT,
          CLOSE_TIMEOUT,
          SHUTDOWN_TIMEOUT,
          MAX_OPENING,
          GIVEN_UP_MAX,
          PREFILL,
          ON_START,
          MAX_LIFETIME,
          KEEPALIVE,
          VALIDATION,
          LIVENESS_CHECK,
          ON_DISCONNECT,
          ON_OUTAGE,
          ERROR_KINDS,
          LEAK_WATCH,
          LEAK_THRESHOLD,
          RECLAIM_AFTER,
          IDLE_ORDER,
          RESET_ON_RETURN,
          AUTO_COMMIT,
          READ_ONLY,
          ISOLATION,
          CATALOG,
          SCHEMA,
          INIT_SQL,
          REQUEST_BOUNDARIES,
          JMX,
          CUSTOMIZERS,
          CONNECTION_LISTENERS,
          LISTENERS);

  private Settings() {}

  /** All of them, in the order of the documentation. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** The setting of that exact name. */
  public static Optional<Setting<?>> named(String name) {
    for (Setting<?> setting : ALL) {
      if (setting.name().equals(name)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private static Setting<Duration> driverCall(String name, int seconds, String what) {
    return Setting.of(name, DURATION, Duration.ofSeconds(seconds), "the deadline of " + what)
        .only("more than 0", Settings::isPositive);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= 100 && name.chars().noneMatch(c -> c < ' ');
  }
}
