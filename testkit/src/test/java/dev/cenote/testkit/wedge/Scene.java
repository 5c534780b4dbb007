package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A pool with short deadlines over a driver that misbehaves. At the end the driver comes to its
 * senses, and nothing may be left: no thread, no connection, no misuse.
 */
final class Scene implements AutoCloseable {

  /** The deadline of each driver call. */
  static final Duration DRIVER_CALL = Duration.ofMillis(400);

  /** The deadline of getConnection. */
  static final Duration ACQUIRE = Duration.ofSeconds(8);

  /** What a busy machine may add to a deadline. */
  static final Duration SLACK = Duration.ofSeconds(10);

  static final int POOL_SIZE = 2;
  static final int MAX_OVERFLOW = 2;
  static final int MAXIMUM = POOL_SIZE + MAX_OVERFLOW;

  private static final AtomicLong COUNT = new AtomicLong();

  private final String name = "wedge-" + COUNT.incrementAndGet();
  private final FakeDatabase database = FakeDatabase.create();
  private final List<CenoteDataSource> pools = new ArrayList<>();

  FakeDatabase database() {
    return database;
  }

  /** Starts a pool that waits for nothing at its start. */
  CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> further) {
    CenoteDataSource pool =
        further
            .apply(
                CenoteDataSource.builder()
                    .name(name)
                    .url(database.url())
                    .poolSize(POOL_SIZE)
                    .maxOverflow(MAX_OVERFLOW)
                    .acquireTimeout(ACQUIRE)
                    .connectTimeout(DRIVER_CALL)
                    .checkTimeout(DRIVER_CALL)
                    .resetTimeout(DRIVER_CALL)
                    .closeTimeout(DRIVER_CALL)
                    .shutdownTimeout(Duration.ofSeconds(2))
                    .onStart(OnStart.START_ANYWAY))
            .build();
    pools.add(pool);
    return pool;
  }

  /** A pool of which {@code count} connections are open and idle. */
  CenoteDataSource poolWithIdle(int count, UnaryOperator<CenoteDataSourceBuilder> further)
      throws SQLException {
    CenoteDataSource pool = pool(further);
    Stage.giveBack(Stage.borrow(pool, count));
    // One may be in a check just now.
    Stage.eventually(() -> assertThat(pool.stats().idle()).isGreaterThanOrEqualTo(count));
    return pool;
  }

  /** Borrows within the deadline, and gets a clean connection. */
  Connection borrow(CenoteDataSource pool) throws SQLException {
    long start = System.nanoTime();
    Connection connection = pool.getConnection();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ACQUIRE.plus(SLACK));
    assertClean(connection);
    return connection;
  }

  private void assertClean(Connection connection) throws SQLException {
    assertCleanAtTheDriver(connection);
    Stage.use(connection);
  }

  /** Sees it without a driver call, so no fault can be in the way. */
  void assertCleanAtTheDriver(Connection connection) throws SQLException {
    FakeSession session = database.sessionOf(connection);
    assertThat(session.isOpen()).as("open").isTrue();
    assertThat(session.isKilled()).as("killed").isFalse();
    assertThat(session.inTransaction()).as("in a transaction").isFalse();
    assertThat(session.uncommitted()).as("left uncommitted").isEmpty();
    assertThat(session.autoCommit()).as("auto-commit").isTrue();
    assertThat(session.readOnly()).as("read-only").isFalse();
    assertThat(session.isolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(session.networkTimeoutMillis()).isZero();
    assertThat(session.catalog()).isEqualTo("fake");
    assertThat(session.schema()).isEqualTo("public");
    assertThat(session.holdability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThat(session.typeMap()).isEmpty();
    assertThat(session.clientInfo()).isEmpty();
    assertThat((Throwable) session.warnings()).as("warnings left").isNull();
    assertThat(session.openStatements()).as("statements left open").isZero();
  }

  /** A borrower of that kind gets all connections that there may be, each in time and clean. */
  void assertFullCapacity(ThreadKind kind, CenoteDataSource pool) throws Exception {
    Background<Integer> borrower =
        Background.call(
            kind,
            () -> {
              List<Connection> all = new ArrayList<>();
              for (int i = 0; i < MAXIMUM; i++) {
                all.add(borrow(pool));
              }
              assertThat(pool.stats().leased()).isEqualTo(MAXIMUM);
              Stage.giveBack(all);
              return all.size();
            });
    assertThat(borrower.result()).isEqualTo(MAXIMUM);
    assertThat(pool.stats().leased()).isZero();
  }

  /** Borrows, changes things, and leaves a transaction open. */
  static Connection borrowAndSoil(CenoteDataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setNetworkTimeout(Runnable::run, 1_000);
    connection.setAutoCommit(false);
    connection.createStatement().executeUpdate("INSERT INTO numbers VALUES (1)");
    return connection;
  }

  /** Closes a connection on a thread of its own, for it may never return. */
  static Background<Boolean> closeAside(ThreadKind kind, Connection connection) {
    return Background.call(
        kind,
        () -> {
          connection.close();
          return true;
        });
  }

  /** The driver comes to its senses; what was given up returns, and nothing is left of it. */
  void recover(CenoteDataSource pool) {
    database.liftFaults();
    Stage.eventually(() -> {
      assertThat(pool.stats().givenUp()).as("given up").isZero();
      assertThat(database.openingConnections()).isZero();
      assertThat(database.openConnections())
          .as("connections left: %s", lastCalls())
          .isEqualTo(pool.stats().open());
    });
  }

  @Override
  public void close() {
    try (database) {
      database.liftFaults();
      pools.forEach(CenoteDataSource::close);
      Stage.eventually(() -> {
        assertThat(threads()).as("threads left").isEmpty();
        assertThat(database.openConnections()).as("connections left: %s", lastCalls()).isZero();
      });
      assertThat(database.committedStatements()).as("committed, though nobody did").isEmpty();
    }
  }

  /** How it came to what is open: the last calls on each connection that is. */
  private List<String> lastCalls() {
    List<String> calls = new ArrayList<>();
    for (FakeSession session : database.openSessions()) {
      List<String> all = database.journal().onConnection(session.number()).texts();
      calls.add(
          String.format(
              "%s, close called %d times, abort %d: %s",
              session,
              session.closeCalls(),
              session.abortCalls(),
              all.subList(Math.max(0, all.size() - 5), all.size())));
    }
    return calls;
  }

  private List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(thread -> thread.startsWith("cenote-" + name + "-"))
        .toList();
  }
}
