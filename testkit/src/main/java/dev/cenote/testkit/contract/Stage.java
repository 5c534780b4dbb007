package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
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
  public static final Duration PATIENCE = Duration.ofSeconds(40);

  /** The SQLStates of a dead connection: PostgreSQL's, JDBC's, MariaDB's when it was killed. */
  private static final String DEAD = "57P01|08...|70100";

  private static final Duration POLL = Duration.ofMillis(5);
  private static final AtomicLong POOL_COUNT = new AtomicLong();

  private final TestDatabase database;
  private final PoolKind kind;
  private final List<CenoteDataSource> pools = new CopyOnWriteArrayList<>();
  private final List<String> poolNames = new CopyOnWriteArrayList<>();
  private @Nullable Class<?> driversConnection;

  Stage(TestDatabase database, PoolKind kind) {
    this.database = database;
    this.kind = kind;
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
   * The settings of a small pool on the database, with deadlines that no passing test comes to; its
   * start waits until it is filled.
   */
  public CenoteDataSourceBuilder settings() {
    String name = "contract-" + POOL_COUNT.incrementAndGet();
    poolNames.add(name);
    CenoteDataSourceBuilder settings =
        CenoteDataSource.builder()
            .name(name)
            .acquireTimeout(Duration.ofSeconds(30))
            .shutdownTimeout(Duration.ofSeconds(30))
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
    bean.setKind(kind);
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
    KindLimits.fit(settings, kind);
    CenoteDataSource pool = settings.build();
    pools.add(pool);
    awaitClosed(pool);
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

  /** Borrows several connections on this thread, one after the other. */
  public static List<Connection> borrow(CenoteDataSource pool, int count) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      borrowed.add(pool.getConnection());
    }
    return borrowed;
  }

  /** Borrows from a pool whose acquireTimeout is short: a busy machine may need it again. */
  public static Connection borrowPatiently(CenoteDataSource pool) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLTransientConnectionException tooLate) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw tooLate;
        }
      }
    }
  }

  /**
   * As {@link #borrow}, and each on a thread of its own, which has ended, if this one would get the
   * same again.
   */
  public List<Connection> borrowSeveral(CenoteDataSource pool, int count) throws SQLException {
    if (kind != PoolKind.PER_THREAD) {
      return borrow(pool, count);
    }
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      borrowed.add(onAnotherThread(pool));
    }
    return borrowed;
  }

  private static Connection onAnotherThread(CenoteDataSource pool) throws SQLException {
    try {
      Background<Connection> borrower = Background.call(pool::getConnection);
      Connection borrowed = borrower.result();
      assertThat(borrower.endsWithin(PATIENCE)).isTrue(); // else it is kept for that thread
      return borrowed;
    } catch (SQLException | RuntimeException refused) {
      throw refused;
    } catch (Exception other) {
      throw new AssertionError(other);
    }
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
    awaitClosed(pool);
    assertWhole(pool, borrowSeveral(pool, pool.stats().maximumSet()), database.query());
  }

  // What comes back to a pool that keeps none has a permit until it is closed. Idle is only what
  // was
  // opened for somebody who had stopped waiting.
  private void awaitClosed(CenoteDataSource pool) {
    if (!kind.keeps()) {
      eventually(() -> {
        PoolStats stats = pool.stats();
        assertThat(stats.permitted() - stats.idle()).as("not closed yet").isZero();
      });
    }
  }

  private static void assertWhole(CenoteDataSource pool, List<Connection> all, String query)
      throws SQLException {
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

  /** That so many connections were opened so far; or, if each is lent once only, one a borrower. */
  public void assertOpened(CenoteDataSource pool, int count) {
    PoolStats stats = pool.stats();
    if (kind.keeps()) {
      assertThat(stats.created()).as("connections opened").isEqualTo(count);
    } else {
      assertThat(stats.created()).isGreaterThanOrEqualTo(stats.acquired());
      assertThat(stats.idle()).as("kept").isZero();
    }
  }

  /** As {@link #assertOpened}, after many threads: a pool per thread opens more than it keeps. */
  public void assertOpenedByMany(CenoteDataSource pool, int count) {
    if (kind != PoolKind.PER_THREAD) {
      assertOpened(pool, count);
    }
  }

  /** How many connections the pool keeps that was asked to keep so many. */
  public int kept(int poolSize) {
    return kind.keeps() ? poolSize : 0;
  }

  /** That no more were opened so far, if the kind of the pool keeps all that it opens. */
  public void assertOpenedAtMost(CenoteDataSource pool, int count) {
    if (kind.keeps() && kind != PoolKind.PER_THREAD) {
      assertThat(pool.stats().created()).as("connections opened").isLessThanOrEqualTo(count);
    }
  }

  /** That none came back in time; or, if each is lent once only, that the next was not open yet. */
  public void assertToldOfNoneInTime(SQLException tooLate) {
    assertThat((Throwable) tooLate)
        .hasMessageContaining("no connection within")
        .hasMessageMatching(kind.keeps() ? ".*CENOTE-101]" : ".*CENOTE-(101|203)]");
  }

  /** Resizes a pool, if its kind can be resized so. */
  public void resize(CenoteDataSource pool, int poolSize, int maxOverflow) {
    if (kind == PoolKind.DIRECT) {
      pool.resize(0, poolSize + maxOverflow);
    } else {
      pool.resize(poolSize, maxOverflow);
    }
  }

  /** As {@link #query}, for databases that know {@code SELECT 1}. */
  public static void use(Connection connection) throws SQLException {
    query(connection, "SELECT 1");
  }

  /** As {@link #assertWhole}, for databases that know {@code SELECT 1}. */
  public static void assertFullCapacity(CenoteDataSource pool) throws SQLException {
    assertWhole(pool, borrow(pool, pool.stats().maximumSet()), "SELECT 1");
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
