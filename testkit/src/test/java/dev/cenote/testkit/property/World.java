package dev.cenote.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A data source, and beside it a model that says what each call must do. One thread. */
final class World implements AutoCloseable {

  private static final String WRONG = "SELECT 1 FROM nowhere";

  private final TestDatabase database;
  private final CenoteDataSource pool;
  private final List<Borrower> borrowers = new ArrayList<>();
  private final SessionView clean;
  private final boolean keepsRows;
  private int committed;
  private int limit = 4;

  /** How many connections there may be: more than the limit after it was lowered. */
  private int bound = limit;

  private World(TestDatabase database, boolean keepsRows) throws SQLException {
    this.database = database;
    this.keepsRows = keepsRows;
    try (Connection direct = database.connect()) {
      clean = SessionView.of(direct);
      if (keepsRows) {
        try (Statement statement = direct.createStatement()) {
          statement.execute("CREATE TABLE notes (id INT)");
        }
      }
    }
    // 0: whoever finds no permit is refused at once, so no program ever waits for itself
    pool =
        CenoteDataSource.builder()
            .url(database.jdbcUrl())
            .username(database.username())
            .password(database.password())
            .poolSize(2)
            .maxOverflow(2)
            .acquireTimeout(Duration.ZERO)
            .build();
  }

  static World onH2() {
    return of(H2Database.named(), true);
  }

  static World onFake() {
    FakeTestDatabase database = FakeTestDatabase.create();
    database.fake().on("executeQuery").forSql(WRONG).always().failing("42P01");
    return of(database, false);
  }

  private static World of(TestDatabase database, boolean keepsRows) {
    try {
      return new World(database, keepsRows);
    } catch (SQLException e) {
      throw new IllegalStateException(database.name() + " is not there", e);
    }
  }

  boolean hasBorrowers() {
    return !borrowers.isEmpty();
  }

  boolean canKill() {
    return database instanceof FakeTestDatabase;
  }

  private Borrower any(int choice) {
    return borrowers.get(choice % borrowers.size());
  }

  void borrow() throws SQLException {
    if (borrowers.size() >= limit) {
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("CENOTE-");
      return;
    }
    Borrower borrower = new Borrower(lent());
    borrowers.add(borrower);
    assertThat(SessionView.of(borrower.connection)).as("as if new").isEqualTo(clean);
    assertThat(borrower.connection.isValid(1)).isTrue();
    if (keepsRows) {
      assertThat(borrower.countRows()).as("only what was committed").isEqualTo(committed);
    } else {
      assertThat(database.inTransaction(borrower.connection)).isFalse();
    }
  }

  /** A permit is free, or will be when what is being closed is closed. */
  private Connection lent() {
    AtomicReference<Connection> lent = new AtomicReference<>();
    Stage.eventually(
        () -> assertThatCode(() -> lent.set(pool.getConnection())).doesNotThrowAnyException());
    return lent.get();
  }

  void insert(int choice) throws SQLException {
    Borrower borrower = any(choice);
    if (borrower.isDead()) {
      seesDeath(borrower);
    } else if (keepsRows && !borrower.connection.isReadOnly()) {
      committed += borrower.insert();
      assertThat(borrower.countRows()).isGreaterThanOrEqualTo(borrower.pending());
    } else {
      Stage.use(borrower.connection);
    }
  }

  private void seesDeath(Borrower borrower) {
    assertThat(catchThrowable(() -> Stage.use(borrower.connection)))
        .isInstanceOf(SQLException.class);
  }

  void change(int choice, Change change) throws SQLException {
    Borrower borrower = any(choice);
    if (!borrower.isDead()) {
      committed += change.makeBy(borrower);
    }
  }

  void fail(int choice) throws SQLException {
    Borrower borrower = any(choice);
    if (borrower.isDead()) {
      seesDeath(borrower);
      return;
    }
    try (Statement statement = borrower.connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery(WRONG)).isInstanceOf(SQLException.class);
    }
    assertThat(borrower.connection.isClosed()).as("an error is no death").isFalse();
  }

  void kill(int choice) throws SQLException {
    Borrower borrower = any(choice);
    if (!borrower.isDead()) {
      database.kill(borrower.connection);
      borrower.dies();
    }
  }

  void giveBack(int choice) throws SQLException {
    Borrower borrower = any(choice);
    if (borrower.isDead()) {
      seesDeath(borrower); // else nobody knows, and the next one would find out
    }
    borrowers.remove(borrower);
    borrower.connection.close();
    borrower.connection.close();
    assertThat(borrower.connection.isClosed()).isTrue();
    assertThatThrownBy(borrower.connection::createStatement)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
  }

  void resize(int poolSize, int maxOverflow) {
    limit = poolSize + maxOverflow;
    bound = Math.max(limit, Math.max(bound, pool.stats().permitted()));
    pool.resize(poolSize, maxOverflow);
  }

  void invalidateAll() {
    pool.invalidateAll();
  }

  /** What holds between any two calls. */
  void check() {
    PoolStats stats = pool.stats();
    assertThat(stats.leased()).isEqualTo(borrowers.size());
    assertThat(stats.permitted()).isLessThanOrEqualTo(bound);
    assertThat(stats.waiting()).isZero();
    assertThat(stats.givenUp()).isZero();
    if (stats.permitted() <= limit) {
      bound = limit;
    }
  }

  /** Everybody gives back; then the pool has its whole capacity, and closes without a rest. */
  void end() throws SQLException {
    while (hasBorrowers()) {
      giveBack(0);
    }
    Stage.eventually(() -> assertThat(pool.stats().permitted()).isLessThanOrEqualTo(limit));
    List<Connection> all = new ArrayList<>();
    while (all.size() < limit) {
      all.add(lent());
    }
    for (Connection connection : all) {
      connection.close();
    }
    pool.close();
    PoolStats stats = pool.stats();
    assertThat(stats.permitted()).isZero();
    long ended = stats.retired().values().stream().mapToLong(Long::longValue).sum();
    assertThat(ended).as("each one opened is closed once").isEqualTo(stats.created());
  }

  /** Also after a failure. On the fake driver it fails if the driver was misused. */
  @Override
  public void close() {
    try (database) {
      pool.close();
    }
  }

  @Override
  public String toString() {
    return borrowers.size() + " borrowed of " + limit + ", " + committed + " rows";
  }
}
