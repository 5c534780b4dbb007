package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Where one test of the contract takes place: a database, the pools on it, and what a test often
 * does with them. After the test its pools are closed, and neither a thread nor a connection of
 * theirs may be left.
 */
public final class Stage {

  /** How long to wait for what must come; only a test that fails waits for so long. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The SQLStates of a dead connection: PostgreSQL's, JDBC's, MariaDB's when it was killed. */
  private static final String DEAD = "57P01|08...|70100";

  private static final Duration POLL = Duration.ofMillis(5);
  private static final AtomicLong POOL_COUNT = new AtomicLong();

  private final TestDatabase database;
  private final List<CenoteDataSource> pools = new CopyOnWriteArrayList<>();
  private final List<String> poolNames = new CopyOnWriteArrayList<>();
  private @Nullable Class<?> driversConnection;

  Stage(TestDatabase database) {
    this.database = database;
  }

  /** The database, which this test has for itself. */
  public TestDatabase database() {
    return database;
  }

  /** Skips the test unless the database can do all of this. */
  public void needs(Capability... capabilities) {
    for (Capability capability : capabilities) {
      Assumptions.assumeTrue(
          database.can(capability),
          () -> database.name() + ": " + database.lack(capability) + " (" + capability + ")");
    }
  }

  /**
   * The settings of a small pool on the database, with deadlines that suit a test; its start waits
   * until it is filled.
   */
  public CenoteDataSourceBuilder settings() {
    String name = "contract-" + POOL_COUNT.incrementAndGet();
    poolNames.add(name);
    CenoteDataSourceBuilder settings =
        CenoteDataSource.builder()
            .name(name)
            .acquireTimeout(Duration.ofSeconds(10))
            .shutdownTimeout(Duration.ofSeconds(5))
            .onStart(OnStart.WAIT_FILLED);
    DataSource source = database.dataSource();
    if (source == null) {
      settings.url(database.jdbcUrl());
    } else {
      settings.dataSource(source);
    }
    String username = database.username();
    String password = database.password();
    if (username != null && password != null) {
      settings.username(username).password(password);
    }
    return settings;
  }

  /** A bean for the database, with defaults for all else; the caller closes it. */
  public CenoteDataSource bean() {
    CenoteDataSource bean = new CenoteDataSource();
    DataSource source = database.dataSource();
    if (source == null) {
      bean.setUrl(database.jdbcUrl());
    } else {
      bean.setDataSource(source);
    }
    bean.setUsername(database.username());
    bean.setPassword(database.password());
    return bean;
  }

  /** Starts a pool, to be closed after the test if it is not before. */
  public CenoteDataSource start(CenoteDataSourceBuilder settings) {
    CenoteDataSource pool = settings.build();
    pools.add(pool);
    return pool;
  }

  /** Starts a pool with {@link #settings()} and what is put upon them. */
  public CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> further) {
    return start(further.apply(settings()));
  }

  /** Starts a pool of this size. */
  public CenoteDataSource pool(int poolSize, int maxOverflow) {
    return pool(settings -> settings.poolSize(poolSize).maxOverflow(maxOverflow));
  }

  /** Borrows several connections, one after the other. */
  public static List<Connection> borrow(CenoteDataSource pool, int count) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      borrowed.add(pool.getConnection());
    }
    return borrowed;
  }

  /** Gives connections back. */
  public static void giveBack(List<Connection> borrowed) throws SQLException {
    for (Connection connection : borrowed) {
      connection.close();
    }
  }

  /** Has the database answer a trivial query, and sees that it does. */
  public void query(Connection connection) throws SQLException {
    query(connection, database.query());
  }

  private static void query(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  /**
   * Borrows as many connections at once as the pool may have, queries over each and gives them
   * back: what only works if no slot was lost.
   */
  public void assertWhole(CenoteDataSource pool) throws SQLException {
    assertWhole(pool, database.query());
  }

  private static void assertWhole(CenoteDataSource pool, String query) throws SQLException {
    List<Connection> all = borrow(pool, pool.stats().maximum());
    try {
      for (Connection connection : all) {
        query(connection, query);
      }
      assertThat(pool.stats().leased()).isEqualTo(all.size());
    } finally {
      giveBack(all);
    }
    assertThat(pool.stats().leased()).isZero();
  }

  /** As {@link #query}, for databases that know {@code SELECT 1}. */
  public static void use(Connection connection) throws SQLException {
    query(connection, "SELECT 1");
  }

  /** As {@link #assertWhole}, for databases that know {@code SELECT 1}. */
  public static void assertFullCapacity(CenoteDataSource pool) throws SQLException {
    assertWhole(pool, "SELECT 1");
  }

  /** That this error of the driver says that its connection is dead. */
  public static void assertTellsOfDeath(SQLException error) {
    assertThat(error.getSQLState()).as(error.getMessage()).matches(DEAD);
    assertThat(error.getMessage()).doesNotContain("CENOTE");
  }

  /** The driver's connection behind a handle. */
  public Connection physical(Connection handle) throws SQLException {
    return (Connection) handle.unwrap(driversConnection());
  }

  /** The class of the driver's connections. */
  public Class<?> driversConnection() throws SQLException {
    Class<?> known = driversConnection;
    if (known == null) {
      try (Connection direct = database.connect()) {
        known = direct.getClass();
        driversConnection = known;
      }
    }
    return known;
  }

  /** How many connections the server counts; empty if it cannot be asked. */
  public OptionalInt connectionsAtServer() throws SQLException {
    return database.connections();
  }

  /** Waits until an assertion holds. */
  public static void eventually(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .untilAsserted(assertion);
  }

  /** Closes the pools, looks what they have left, and removes the database. */
  void clear() {
    try (database) {
      pools.forEach(CenoteDataSource::close);
      eventually(() -> assertThat(threadsOfPools()).as("threads left").isEmpty());
      eventually(() -> assertThat(connectionsAtServer().orElse(0)).as("connections left").isZero());
    }
  }

  private List<String> threadsOfPools() {
    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      for (String pool : poolNames) {
        String threads = "cenote-" + pool + "-";
        if (thread.isAlive() && thread.getName().startsWith(threads)) {
          left.add(thread.getName());
        }
      }
    }
    return left;
  }
}
