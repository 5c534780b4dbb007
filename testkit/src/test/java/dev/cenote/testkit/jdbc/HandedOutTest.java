package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.error.CenoteStartException;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only the fake driver can show of what a borrower gets. */
@Timeout(60)
class HandedOutTest {

  /** Who was refused rests for three quarters of a second at least. */
  private static final Duration REST_MIN = Duration.ofMillis(700);

  private final FakeDatabase database = FakeDatabase.create();
  private CenoteDataSource pool;

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
    assertThat(database.openConnections()).isZero();
    assertThat(database.sessions())
        .allSatisfy(session -> assertThat(session.closeCalls()).isLessThanOrEqualTo(1));
    database.close();
  }

  private CenoteDataSourceBuilder settings() {
    return CenoteDataSource.builder().url(database.url()).poolSize(1).maxOverflow(0);
  }

  @Test
  void theErrorThatABorrowerSeesIsTheDriversOwn() throws SQLException {
    pool = settings().build();
    SQLException mine = new SQLException("fake", "23505", 7, new IllegalStateException("why"));
    database.on("executeUpdate").once().throwing(() -> mine);
    database.on("createStatement").onCall(2).throwing(() -> mine);
    database.on("commit").once().throwing(() -> mine);
    database.on("ResultSet.next").once().throwing(() -> mine);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(catchThrowable(rows::next)).isSameAs(mine);
      assertThat(catchThrowable(connection::createStatement)).isSameAs(mine);
      assertThat(catchThrowable(() -> statement.executeUpdate("DELETE"))).isSameAs(mine);
      assertThat(catchThrowable(connection::commit)).isSameAs(mine);
    }
    Stage.assertFullCapacity(pool);
    assertThat(pool.stats().created()).as("none of it says it is dead").isEqualTo(1);
  }

  @Test
  void anErrorOfClass08AnywhereRetiresTheConnectionOnReturn() throws SQLException {
    pool = settings().build();
    List<String> sites =
        List.of("createStatement", "executeQuery", "ResultSet.next", "setReadOnly", "commit");
    for (String site : sites) {
      long before = pool.stats().created();
      database.on(site).once().failing("08006");
      try (Connection connection = pool.getConnection()) {
        Throwable seen =
            catchThrowable(() -> {
              connection.setReadOnly(false);
              Stage.use(connection);
              connection.setAutoCommit(false);
              connection.commit();
            });
        assertThat(seen).as(site).hasFieldOrPropertyWithValue("SQLState", "08006");
      }
      Stage.assertFullCapacity(pool);
      assertThat(pool.stats().created()).as(site).isEqualTo(before + 1);
    }
  }

  @Test
  void aWarningThatOneBorrowerSawTheNextDoesNotSee() throws SQLException {
    pool = settings().build();
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      database.sessionOf(connection).warn(new SQLWarning("for the first borrower"));
      assertThat((Throwable) connection.getWarnings()).hasMessage("for the first borrower");
    }
    try (Connection connection = pool.getConnection()) {
      assertThat((Throwable) connection.getWarnings()).isNull();
    }
  }

  @Test
  void aWarningThatOneBorrowerNeverLookedAtTheNextDoesNotSee() throws SQLException {
    pool = settings().build();
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      database.sessionOf(connection).warn(new SQLWarning("for the first borrower"));
    }
    try (Connection connection = pool.getConnection()) {
      assertThat((Throwable) connection.getWarnings()).as("at once").isNull();
    }
  }

  @Test
  void aWarningThatOneBorrowerNeverLookedAtTheNextDoesNotSeeEvenAfterWorking() throws SQLException {
    pool = settings().build();
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      database.sessionOf(connection).warn(new SQLWarning("for the first borrower"));
    }
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      database.sessionOf(connection).warn(new SQLWarning("for the second borrower"));
      Stage.use(connection);
      SQLWarning first = connection.getWarnings();
      assertThat((Throwable) first).hasMessage("for the second borrower");
      assertThat((Throwable) first.getNextWarning()).isNull();
    }
  }

  @Test
  void aWrongPasswordCostsOneLoginNotOnePerConnection() {
    database.settings().login("app", "right-secret");
    long start = System.nanoTime();
    Throwable failure =
        catchThrowable(
            () -> settings().poolSize(5).username("app").password("wrong-secret").build());
    assertThat(failure).isInstanceOf(CenoteStartException.class);
    assertThat((Throwable) ((CenoteStartException) failure).sqlException())
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    int logins = database.calls("connect");
    if (System.nanoTime() - start < REST_MIN.toNanos()) { // else the next one was due
      assertThat(logins).isEqualTo(1);
    }
    assertThat(logins).isBetween(1, 2);
  }

  @Test
  void anUnreachableDatabaseSaysSoWithTheDriversCauseAndComesBackByItself() throws SQLException {
    database.stop();
    pool = settings().acquireTimeout(Duration.ofSeconds(1)).onStart(OnStart.START_ANYWAY).build();
    Throwable failure = catchThrowable(pool::getConnection);
    assertThat(failure)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("CENOTE-201")
        .hasMessageContaining("refused");
    assertThat(failure.getCause()).isInstanceOf(SQLException.class);
    assertThat(pool.stats().failedOpens()).containsKey(OpenFailure.UNREACHABLE);

    database.accept();

    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(1));
    Stage.assertFullCapacity(pool);
  }

  @Test
  void aServerThatIsFullIsNotStormed() throws SQLException {
    database.settings().maxConnections(2);
    pool =
        settings()
            .poolSize(5)
            .acquireTimeout(Duration.ofMillis(300))
            .onStart(OnStart.START_ANYWAY)
            .build();
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(2));
    List<Connection> two = Stage.borrow(pool, 2);
    database.forgetCalls();
    assertThat(catchThrowable(pool::getConnection))
        .isInstanceOf(SQLTransientConnectionException.class);
    assertThat(database.calls("connect")).isLessThanOrEqualTo(5);
    Stage.giveBack(two);
    Stage.giveBack(Stage.borrow(pool, 2));
  }

  @Test
  void theDataSourceOfADriverWorksLikeAUrl() throws SQLException {
    pool =
        CenoteDataSource.builder()
            .dataSource(database.dataSource())
            .poolSize(2)
            .maxOverflow(1)
            .build();
    Stage.assertFullCapacity(pool);
    assertThat(database.connectionsEver()).isEqualTo(3);
  }
}
