package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.Isolation;
import dev.cenote.config.OnDisconnect;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorKind;
import dev.cenote.handle.CenoteConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that change while a pool of real connections works. */
@Timeout(60)
class ReconfigureTest {

  private static final String URL = "jdbc:h2:mem:reconfigure";
  private static final String OLD = "old-canary";
  private static final String NEW = "new-canary";

  private final List<PoolEvent> events = new CopyOnWriteArrayList<>();
  private Connection admin;
  private CenoteDataSource pool;

  @BeforeEach
  void start() throws SQLException {
    admin = DriverManager.getConnection(URL, "sa", "");
    sql(admin, "CREATE USER IF NOT EXISTS app PASSWORD '" + OLD + "' ADMIN");
    sql(admin, "CREATE SCHEMA IF NOT EXISTS audit");
    pool =
        CenoteDataSource.builder()
            .url(URL)
            .username("app")
            .password(OLD)
            .name("orders")
            .poolSize(1)
            .maxOverflow(0)
            .listener(events::add)
            .build();
  }

  @AfterEach
  void end() throws SQLException {
    pool.close();
    sql(admin, "SHUTDOWN");
  }

  private static void sql(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private String session() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return ask(connection, "SELECT SESSION_ID()");
    }
  }

  private List<PoolEvent.Change> told() {
    return events.stream()
        .filter(PoolEvent.Reconfigured.class::isInstance)
        .flatMap(event -> ((PoolEvent.Reconfigured) event).changes().stream())
        .toList();
  }

  @Test
  void sizesAndTimeoutsHoldAtOnceAndOneEventTellsAllOfThem() throws SQLException {
    try (Connection first = pool.getConnection()) {
      pool.reconfigure(change -> change.acquireTimeout(Duration.ZERO));
      assertThat(pool.acquireTimeout()).isZero();
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("CENOTE-101");

      pool.reconfigure(change -> change.maxOverflow(1).acquireTimeout(Duration.ofSeconds(5)));
      try (Connection second = pool.getConnection()) {
        assertThat(second.isValid(1)).isTrue();
      }
      assertThat(first.isValid(1)).isTrue();
    }
    Awaitility.await().until(() -> told().size() == 3);
    assertThat(told())
        .hasToString(
            "[acquireTimeout 30.0 s -> 0 s, maxOverflow 0 -> 1, acquireTimeout 0 s -> 5.0 s]");
    assertThat(pool.stats().maximum()).isEqualTo(2);
  }

  @Test
  void textDoesTheSame() {
    pool.reconfigure(Map.of("poolSize", "2", "maxOverflow", "UNLIMITED"));

    assertThat(pool.stats().poolSize()).isEqualTo(2);
    assertThat(pool.stats().maximum()).isEqualTo(PoolConfig.UNLIMITED);
    Awaitility.await().until(() -> pool.stats().idle() == 2);
  }

  @Test
  void aNewPasswordIsForTheNextConnectionsAndThoseThatAreOpenStay() throws SQLException {
    String before = session();
    sql(admin, "ALTER USER app SET PASSWORD '" + NEW + "'");

    pool.reconfigure(change -> change.password(NEW));
    assertThat(session()).isEqualTo(before);
    pool.invalidateAll();

    assertThat(session()).isNotEqualTo(before);
    assertThat(pool.getPassword()).isEqualTo(NEW);
    Awaitility.await().until(() -> !told().isEmpty());
    assertThat(told()).hasToString("[password changed]");
  }

  @Test
  void aWrongPasswordIsMendedWithoutARest() throws SQLException {
    pool.reconfigure(change -> change.password("wrong").acquireTimeout(Duration.ofSeconds(20)));
    pool.invalidateAll();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(pool::getConnection).hasMessageContaining("CENOTE-204");
    }

    pool.reconfigure(change -> change.password(OLD));

    assertThat(session()).isNotEmpty();
  }

  @Test
  void anotherUserIsAnotherConnection() throws SQLException {
    pool.reconfigure(change -> change.username("sa").password(""));

    try (Connection connection = pool.getConnection()) {
      assertThat(ask(connection, "SELECT CURRENT_USER")).isEqualTo("SA");
    }
    assertThat(pool.getUsername()).isEqualTo("sa");
  }

  @Test
  void whatABorrowerHasIsReplacedWhenItComesBackAndTheNextStartsAsIsSaidNow() throws SQLException {
    try (Connection borrowed = pool.getConnection()) {
      String before = ask(borrowed, "SELECT SESSION_ID()");
      pool.reconfigure(change -> change.maxOverflow(1).autoCommit(false).schema("AUDIT"));

      assertThat(borrowed.getAutoCommit()).as("nobody is interrupted").isTrue();
      assertThat(ask(borrowed, "SELECT SESSION_ID()")).isEqualTo(before);
      fresh();
    }
    fresh();
    Awaitility.await()
        .until(() -> pool.stats().retired().getOrDefault(RetireReason.INVALIDATED, 0L) == 1);
  }

  private void fresh() throws SQLException {
    try (Connection fresh = pool.getConnection()) {
      assertThat(fresh.getAutoCommit()).isFalse();
      assertThat(fresh.getSchema()).isEqualTo("AUDIT");
      fresh.setAutoCommit(true);
      fresh.setSchema("PUBLIC");
    }
  }

  @Test
  void theRestOfTheInitialStateHoldsForNewConnections() throws SQLException {
    pool.reconfigure(change ->
        change
            .isolation(Isolation.SERIALIZABLE)
            .property("LOCK_TIMEOUT", "1234")
            .initSql("SET @GREETING = 'hello'"));

    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(ask(connection, "CALL LOCK_TIMEOUT()")).isEqualTo("1234");
      assertThat(ask(connection, "CALL @GREETING")).isEqualTo("hello");
    }
  }

  @Test
  void whatBecomesOfAnOpenTransactionIsDecidedWhenItComesBack() throws SQLException {
    sql(admin, "CREATE TABLE audit.seen (id INT)");
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      sql(connection, "INSERT INTO audit.seen VALUES (1)");
      pool.reconfigure(change -> change.resetOnReturn(ResetOnReturn.COMMIT));
    }

    assertThat(ask(admin, "SELECT COUNT(*) FROM audit.seen")).isEqualTo("1");
  }

  @Test
  void whatErrorsMeanAndDoHoldsForOpenConnectionsToo() throws SQLException {
    pool.reconfigure(change -> change.poolSize(2));
    Awaitility.await().until(() -> pool.stats().idle() == 2);
    pool.reconfigure(
        change -> change.errorKind("42*", ErrorKind.DEAD).onDisconnect(OnDisconnect.INVALIDATE));

    try (Connection connection = pool.getConnection()) {
      assertThatThrownBy(() -> ask(connection, "SELECT * FROM missing"))
          .isInstanceOf(SQLException.class);
    }

    Awaitility.await()
        .until(() -> pool.stats().retired().values().stream().mapToLong(n -> n).sum() >= 2);
  }

  @Test
  void ifAnythingIsWrongNothingChanges() {
    assertThatThrownBy(() ->
            pool.reconfigure(change -> change.poolSize(2).url("jdbc:h2:mem:other").maxOpening(0)))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContainingAll("url: ", "CENOTE-608", "maxOpening: ", "CENOTE-601");

    assertThat(pool.stats().poolSize()).isEqualTo(1);
    assertThat(told()).isEmpty();
    pool.reconfigure(change -> change.maxOverflow(3));
    assertThat(pool.stats().poolSize()).isEqualTo(1);
  }

  @Test
  void whatThrowsWhileItSaysWhatIsToChangeChangesNothing() {
    assertThatThrownBy(() ->
            pool.reconfigure(change -> {
              change.poolSize(2);
              throw new IllegalStateException("on second thoughts");
            }))
        .hasMessage("on second thoughts");

    assertThat(pool.stats().poolSize()).isEqualTo(1);
  }

  @Test
  void aSizeSetByResizeStays() {
    pool.resize(3, 4);
    pool.reconfigure(change -> change.maxWaiters(7));

    assertThat(pool.stats().poolSize()).isEqualTo(3);
    assertThat(pool.stats().maximum()).isEqualTo(7);
    assertThat(pool.recreate().stats().poolSize()).isEqualTo(3);
  }

  @Test
  void aSizeThatNoPoolMayStartWithIsRefusedByResizeToo() {
    assertThatThrownBy(() -> pool.resize(PoolConfig.UNLIMITED, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(pool.getName() + ": ")
        .hasMessageContaining("poolSize");

    assertThat(pool.stats().poolSize()).isEqualTo(1);
    pool.reconfigure(change -> change.poolSize(2));
    assertThat(pool.stats().poolSize()).isEqualTo(2);
  }

  @Test
  void aPoolMadeAnewHasWhatWasChanged() throws SQLException {
    pool.reconfigure(change -> change.username("sa").password("").schema("AUDIT"));

    try (CenoteDataSource again = pool.recreate();
        Connection connection = again.getConnection()) {
      assertThat(connection.getSchema()).isEqualTo("AUDIT");
      assertThat(ask(connection, "SELECT CURRENT_USER")).isEqualTo("SA");
    }
  }

  @Test
  void twoWhoChangeAtOnceLoseNothing() throws Exception {
    for (int i = 1; i <= 20; i++) {
      int number = i;
      CompletableFuture<Void> one =
          CompletableFuture.runAsync(() -> pool.reconfigure(change -> change.maxWaiters(number)));
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> pool.reconfigure(change -> change.maxOpening(number)));
      CompletableFuture.allOf(one, other).get();

      assertThat(pool.shownSettings())
          .containsEntry("maxWaiters", "" + i)
          .containsEntry("maxOpening", "" + i);
    }
  }

  @Test
  void oneChangeIsNotMadeWithinAnother() {
    assertThatThrownBy(() -> pool.reconfigure(change -> pool.resize(2, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("orders: resize within a reconfigure");
    assertThatThrownBy(() -> pool.reconfigure(CenoteDataSourceBuilder::build))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running pool");
  }

  @Test
  void whoIsInterruptedIsToldSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pool.resize(2, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("orders: the thread was interrupted before resize began");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pool.stats().poolSize()).isEqualTo(1);
  }

  @Test
  void onlyARunningPoolIsReconfigured() {
    CenoteDataSource unstarted = new CenoteDataSource();
    unstarted.setName("unstarted");
    assertThatThrownBy(() -> unstarted.reconfigure(change -> change.poolSize(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unstarted: reconfigure needs a started pool");

    pool.close();
    assertThatThrownBy(() -> pool.reconfigure(change -> change.poolSize(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CENOTE-701");
  }

  @Test
  void aConnectionOfTheOldTermsIsNeverLentAgain() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.unwrap(CenoteConnection.class).useCount()).isEqualTo(1);
    }
    pool.reconfigure(change -> change.autoCommit(false));

    try (Connection connection = pool.getConnection()) {
      assertThat(connection.unwrap(CenoteConnection.class).useCount()).isEqualTo(1);
      assertThat(connection.getAutoCommit()).isFalse();
    }
  }
}
