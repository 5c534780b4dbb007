package dev.cenote.config;

import static dev.cenote.config.ForeignName.better;
import static dev.cenote.config.ForeignName.notNeeded;
import static dev.cenote.config.ForeignName.refused;
import static dev.cenote.config.ForeignName.renamed;
import static dev.cenote.config.ForeignName.same;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The names of SQLAlchemy's {@code create_engine} and of its pools. What is not given has our
 * default: those of the sizes and the timeout are the same.
 */
final class SqlalchemyNames {

  private static final String OF_THE_ENGINE = "it is about SQL, not about the pool";

  static final Vocabulary VOCABULARY =
      new Vocabulary("SQLAlchemy", names(), "sqlalchemy.", "None", SqlalchemyNames::together);

  private SqlalchemyNames() {}

  private static List<ForeignName> names() {
    return Stream.of(sizes(), pool(), engine()).flatMap(List::stream).toList();
  }

  private static List<ForeignName> sizes() {
    return List.of(
        same("url", (value, into) -> into.set(Settings.URL, ForeignText.name(value))),
        renamed("pool_size", "poolSize", "0 is UNLIMITED, without prefill", SqlalchemyNames::size),
        renamed("max_overflow", "maxOverflow", "-1 is UNLIMITED", SqlalchemyNames::overflow));
  }

  private static List<ForeignName> pool() {
    return List.of(
        better(
                "pool_timeout",
                "acquireTimeout",
                "seconds; None is NONE",
                "it also covers connecting and checking",
                SqlalchemyNames::timeout)
            .also("timeout"),
        better(
                "pool_recycle",
                "maxLifetime",
                "seconds; -1 is 0, no limit",
                "replaced in the background before it is that old, not at the next checkout",
                SqlalchemyNames::recycle)
            .also("recycle"),
        better(
                "pool_pre_ping",
                "validation, onDisconnect",
                "True is ALWAYS and INVALIDATE, False leaves AUTO and SUSPECT",
                "unset it is AUTO, which checks what was not used lately",
                SqlalchemyNames::prePing)
            .also("pre_ping"),
        renamed("pool_use_lifo", "idleOrder", "True is LIFO, False is FIFO", SqlalchemyNames::lifo)
            .also("use_lifo"),
        better(
                "pool_reset_on_return",
                "resetOnReturn",
                "rollback or True, commit, none or None or False",
                "with none a connection in a transaction is closed, not lent again",
                SqlalchemyNames::reset)
            .also("reset_on_return"),
        renamed(
                "pool_logging_name",
                "name",
                "",
                (value, into) -> into.set(Settings.NAME, ForeignText.text(value)))
            .also("logging_name"),
        notNeeded(
            "echo_pool",
            "the logger dev.cenote.pool tells more at DEBUG, and at TRACE each borrow"),
        better(
            "poolclass",
            "kind",
            "QueuePool is QUEUE, NullPool DIRECT, StaticPool SHARED, SingletonThreadPool"
                + " PER_THREAD, AssertionPool SOLE",
            "see docs/guide/pool-kinds.md",
            SqlalchemyNames::poolClass));
  }

  private static List<ForeignName> engine() {
    return List.of(
        renamed(
            "creator",
            "dataSource",
            "a javax.sql.DataSource, or a ConnectionFactory, which is told the slot",
            SqlalchemyNames::creator),
        renamed(
            "connect_args",
            "properties",
            "the names of the JDBC driver",
            SqlalchemyNames::arguments),
        renamed(
            "connect_args.*",
            "properties",
            "the names of the JDBC driver",
            (value, into) -> into.group().forEach(into::driverProperty)),
        renamed(
            "isolation_level",
            "isolation",
            "with _ for blanks; AUTOCOMMIT is autoCommit=true",
            SqlalchemyNames::isolation),
        refused("pool", "a pool made elsewhere cannot be taken over: give the settings of it"),
        refused("pool_events", "listeners are objects: see docs/guide/events.md").also("events"),
        notNeeded("skip_autocommit_rollback", "in auto-commit nothing is ever rolled back"),
        notNeeded("echo", OF_THE_ENGINE),
        notNeeded("hide_parameters", "parameters are never shown"),
        notNeeded("future", OF_THE_ENGINE),
        notNeeded("execution_options", OF_THE_ENGINE),
        notNeeded("module", "the URL finds the driver"),
        notNeeded("dialect", "the URL finds the driver"),
        notNeeded("plugins", OF_THE_ENGINE),
        notNeeded("paramstyle", OF_THE_ENGINE),
        notNeeded("query_cache_size", OF_THE_ENGINE),
        notNeeded("json_serializer", OF_THE_ENGINE),
        notNeeded("json_deserializer", OF_THE_ENGINE),
        notNeeded("label_length", OF_THE_ENGINE),
        notNeeded("max_identifier_length", OF_THE_ENGINE),
        notNeeded("enable_from_linting", OF_THE_ENGINE),
        notNeeded("insertmanyvalues_page_size", OF_THE_ENGINE),
        notNeeded("use_insertmanyvalues", OF_THE_ENGINE));
  }

  private static void size(Object value, ForeignValues into) {
    int size = ForeignText.atLeast(0, ForeignText.count(value));
    into.set(Settings.POOL_SIZE, size == 0 ? PoolConfig.UNLIMITED : size);
    if (size == 0) {
      into.set(Settings.PREFILL, false);
    }
  }

  private static void overflow(Object value, ForeignValues into) {
    int overflow = ForeignText.count(value);
    if (overflow < -1) {
      throw new IllegalArgumentException("allowed are 0 and more, and -1 for no limit");
    }
    into.set(Settings.MAX_OVERFLOW, overflow == -1 ? PoolConfig.UNLIMITED : overflow);
  }

  private static void timeout(Object value, ForeignValues into) {
    into.set(
        Settings.ACQUIRE_TIMEOUT,
        ForeignText.isNone(value)
            ? PoolConfig.NONE
            : ForeignText.notNegative(ForeignText.seconds(value)));
  }

  private static void recycle(Object value, ForeignValues into) {
    Duration age = ForeignText.isNone(value) ? Duration.ofSeconds(-1) : ForeignText.seconds(value);
    if (age.isZero()) {
      throw new IllegalArgumentException(
          "it would replace each connection at each checkout; allowed are 1 and more, and -1 for"
              + " no limit");
    }
    boolean endless = age.equals(Duration.ofSeconds(-1));
    into.set(Settings.MAX_LIFETIME, endless ? Duration.ZERO : ForeignText.positive(age));
  }

  private static void prePing(Object value, ForeignValues into) {
    if (!ForeignText.isNone(value) && ForeignText.flag(value)) {
      into.set(Settings.VALIDATION, Validation.ALWAYS);
      into.set(Settings.ON_DISCONNECT, OnDisconnect.INVALIDATE);
    }
  }

  private static void lifo(Object value, ForeignValues into) {
    boolean lifo = !ForeignText.isNone(value) && ForeignText.flag(value);
    into.set(Settings.IDLE_ORDER, lifo ? IdleOrder.LIFO : IdleOrder.FIFO);
  }

  private static void reset(Object value, ForeignValues into) {
    into.set(
        Settings.RESET_ON_RETURN,
        switch (ForeignText.text(value).strip().toLowerCase(Locale.ROOT)) {
          case "rollback", "true" -> ResetOnReturn.ROLLBACK;
          case "commit" -> ResetOnReturn.COMMIT;
          case "none", "false" -> ResetOnReturn.NONE;
          default -> throw new IllegalArgumentException("allowed are rollback, commit and none");
        });
  }

  private static void poolClass(Object value, ForeignValues into) {
    String path = ForeignText.text(value).strip();
    PoolKind kind =
        switch (path.substring(path.lastIndexOf('.') + 1)) {
          case "None", "QueuePool", "AsyncAdaptedQueuePool" -> PoolKind.QUEUE;
          case "NullPool" -> PoolKind.DIRECT;
          case "StaticPool" -> PoolKind.SHARED;
          case "SingletonThreadPool" -> PoolKind.PER_THREAD;
          case "AssertionPool" -> PoolKind.SOLE;
          default ->
              throw new IllegalArgumentException(
                  "allowed are QueuePool, NullPool, StaticPool, SingletonThreadPool and AssertionPool");
        };
    into.set(Settings.KIND, kind);
  }

  private static void creator(Object value, ForeignValues into) {
    if (value instanceof DataSource source) {
      into.set(Settings.DATA_SOURCE, source);
    } else if (value instanceof ConnectionFactory factory) {
      into.set(Settings.DATA_SOURCE, new FactoryDataSource(factory));
    } else if (!ForeignText.isNone(value)) {
      throw new IllegalArgumentException(
          "what opens connections is a javax.sql.DataSource or a ConnectionFactory here");
    }
  }

  private static void arguments(Object value, ForeignValues into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> into.driverProperty(String.valueOf(name), String.valueOf(each)));
    } else if (!ForeignText.isNone(value)) {
      throw new IllegalArgumentException(
          "in text each argument is a setting of its own: connect_args.NAME");
    }
  }

  private static void isolation(Object value, ForeignValues into) {
    String level = ForeignText.text(value).strip().toUpperCase(Locale.ROOT).replace(' ', '_');
    if (level.equals("AUTOCOMMIT")) {
      into.set(Settings.AUTO_COMMIT, true);
    } else if (!level.equals("NONE")) {
      into.set(Settings.ISOLATION, HikariNames.isolation(level));
    }
  }

  /** Without a size to keep there is no limit above it either. */
  private static void together(ForeignValues into) {
    if (into.has("pool_size") && into.text("pool_size").strip().equals("0")) {
      into.set("pool_size", Settings.MAX_OVERFLOW, PoolConfig.UNLIMITED);
    }
  }
}
