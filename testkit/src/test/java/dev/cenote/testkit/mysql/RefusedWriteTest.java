package dev.cenote.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnDisconnect;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.DisguisedSource;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.jdbc.JustUsed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MySQL's codes for a refused write lead to; this package's name makes the fake a MySQL. */
@Timeout(60)
class RefusedWriteTest {

  private static final int SERVER_IS_READ_ONLY = 1290;
  private static final int TRANSACTION_IS_READ_ONLY = 1792;
  private static final int ENGINE_IS_READ_ONLY = 1836;

  private final FakeDatabase database = FakeDatabase.create();
  private @Nullable CenoteDataSource pool;

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
    database.close();
  }

  private CenoteDataSource pool(OnDisconnect onDisconnect) throws SQLException {
    CenoteDataSource built =
        CenoteDataSource.builder()
            .dataSource(new LikeMysql(database.dataSource()))
            .poolSize(2)
            .maxOverflow(0)
            .resetTimeout(Duration.ofSeconds(1))
            .onDisconnect(onDisconnect)
            .build();
    if (pool != null) {
      pool.close(); // of an earlier trial
    }
    pool = built;
    try (Connection one = built.getConnection();
        Connection other = built.getConnection()) {
      assertThat(one).isNotSameAs(other);
    }
    return built;
  }

  private void refuseWritesBy(int code) {
    database
        .on("Statement.execute")
        .forSql("INSERT")
        .always()
        .throwing(() ->
            new SQLException(
                "running with the --read-only option, or in a READ ONLY transaction",
                code == TRANSACTION_IS_READ_ONLY ? "25006" : "HY000",
                code));
  }

  private void serverSaysOfEveryVariable(String value) {
    database.on("ResultSet.getString").always().returning(value);
  }

  private static void isRefused(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
          .isInstanceOf(SQLException.class);
    }
  }

  private interface Refusal {
    void of(CenoteDataSource pool) throws SQLException;
  }

  private void costsThatConnectionAlone(Refusal refusal) throws SQLException {
    JustUsed.holds(() -> {
      CenoteDataSource running = pool(OnDisconnect.INVALIDATE);
      refusal.of(running);
      long asked = checks();
      try (Connection one = running.getConnection();
          Connection other = running.getConnection()) {
        assertThat(one).isNotSameAs(other);
      }
      assertThat(checks()).as("checks").isEqualTo(asked);
      assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.RESET_FAILED, 1L));
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {SERVER_IS_READ_ONLY, ENGINE_IS_READ_ONLY})
  void theServersOwnRefusalEndsAReadOnlyBorrowersConnectionAlone(int code) throws Exception {
    refuseWritesBy(code);
    serverSaysOfEveryVariable("ON");
    CenoteDataSource running = pool(OnDisconnect.INVALIDATE);
    try (Connection connection = running.getConnection()) {
      connection.setReadOnly(true);
      isRefused(connection);
    }
    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.RESET_FAILED, 1L)));
  }

  @Test
  void aReaderThatItsDriverHasLedToAReplicaCostsNothingIfThePrimaryIsWell() throws Exception {
    refuseWritesBy(SERVER_IS_READ_ONLY);
    serverSaysOfEveryVariable("OFF");
    CenoteDataSource running = pool(OnDisconnect.INVALIDATE);
    isRefusedUnderAReadOnlyBorrower(running);
    try (Connection one = running.getConnection();
        Connection other = running.getConnection()) {
      assertThat(one).isNotSameAs(other);
    }

    assertThat(running.stats().retired()).isEmpty();
  }

  @Test
  void aRefusalOfTheTransactionCostsNothingIfTheServerTakesWrites() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("OFF");
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
    }
    try (Connection one = running.getConnection();
        Connection other = running.getConnection()) {
      assertThat(one).isNotSameAs(other);
    }
    assertThat(running.stats().retired()).isEmpty();
    assertThat(running.stats().created()).isEqualTo(2);
  }

  @Test
  void aRefusalOfTheTransactionIsToldToTheOthersIfTheServerTakesNone() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("ON");
    CenoteDataSource running = pool(OnDisconnect.INVALIDATE);
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
    }
    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.INVALIDATED, 2L)));
  }

  @Test
  void whoCannotAnswerIsNotLentAgainAndProvesNothingOfOthers() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    database.on("Statement.executeQuery").forSql("SHOW VARIABLES").always().failing("42000");
    costsThatConnectionAlone(running -> {
      try (Connection connection = running.getConnection()) {
        isRefused(connection);
      }
    });
  }

  @Test
  void aServerThatGivesNoAnswerHoldsNobodyLongerThanAReset() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    database.on("Statement.executeQuery").forSql("SHOW VARIABLES").hang();
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    Connection connection = running.getConnection();
    isRefused(connection);
    connection.close();

    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.RESET_TIMED_OUT, 1L)));
  }

  @Test
  void nobodyIsAskedWhereNoWriteWasRefused() throws Exception {
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    try (Connection connection = running.getConnection()) {
      connection.setReadOnly(true);
    }
    assertThat(database.journal().calls())
        .noneMatch(call -> call.text().contains("SHOW VARIABLES"));
  }

  @Test
  void whatTheResetFindsPutsTheOthersUnderSuspicion() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("ON");
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
    }
    long asked = checks();
    try (Connection one = running.getConnection();
        Connection other = running.getConnection()) {
      assertThat(one).isNotSameAs(other);
    }
    assertThat(checks() - asked).as("checks of the one that was there before").isPositive();
  }

  @Test
  void aReadOnlyBorrowersRefusalIsHeldAgainstNoOther() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("ON");
    costsThatConnectionAlone(RefusedWriteTest::isRefusedUnderAReadOnlyBorrower);
  }

  @Test
  void whoHasSaidThatItWantsToWriteIsNoReader() throws Exception {
    refuseWritesBy(SERVER_IS_READ_ONLY);
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    for (int i = 0; i < 3; i++) {
      try (Connection connection = running.getConnection()) {
        connection.setAutoCommit(false);
        connection.setReadOnly(false);
        isRefused(connection);
      }
    }
    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.ROLE_CHANGED, 3L)));
  }

  @ParameterizedTest
  @ValueSource(ints = {SERVER_IS_READ_ONLY, TRANSACTION_IS_READ_ONLY})
  void onAServerThatTakesNoneAnywayReadOnlyBorrowersCostEachConnectionOnceAtMost(int code)
      throws Exception {
    refuseWritesBy(code);
    serverSaysOfEveryVariable("ON");
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    for (int i = 0; i < 10; i++) {
      isRefusedUnderAReadOnlyBorrower(running);
    }
    Stage.eventually(() -> assertThat(running.stats().idle()).isEqualTo(2));
    assertThat(running.stats().created()).isBetween(3L, 4L);
  }

  @Test
  void whatTheServerSaysOfTheSessionIsNotTakenForASettingOfThePool() throws Exception {
    database.on("Connection.isReadOnly").always().returning(true); // as after SET SESSION by SQL
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("ON");
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
    }
    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.RESET_FAILED, 1L)));
  }

  @Test
  void noBorrowerWaitsForTheQuestionWhetherTheConnectionIsReadOnly() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    CenoteDataSource running = pool(OnDisconnect.SUSPECT);
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
      assertThat(database.journal().calls()).noneMatch(call -> call.text().contains("isReadOnly"));
    }
  }

  @Test
  void whereThePoolIsForReadersARefusalCostsNothing() throws Exception {
    refuseWritesBy(TRANSACTION_IS_READ_ONLY);
    serverSaysOfEveryVariable("ON");
    try (CenoteDataSource readers =
        CenoteDataSource.builder()
            .dataSource(new LikeMysql(database.dataSource()))
            .poolSize(1)
            .readOnly(true)
            .build()) {
      for (int i = 0; i < 3; i++) {
        try (Connection connection = readers.getConnection()) {
          isRefused(connection);
        }
      }
      assertThat(readers.stats().retired()).isEmpty();
    }
  }

  private long checks() {
    return database.journal().calls().stream()
        .filter(call -> call.text().contains("isValid"))
        .count();
  }

  /** As Spring does it: put back before the end. */
  private static void isRefusedUnderAReadOnlyBorrower(CenoteDataSource running)
      throws SQLException {
    try (Connection connection = running.getConnection()) {
      connection.setReadOnly(true);
      isRefused(connection);
      connection.setReadOnly(false);
    }
  }

  /** A DataSource of which the pool believes that its connections are MySQL's. */
  private static final class LikeMysql extends DisguisedSource {

    LikeMysql(DataSource fake) {
      super(fake);
    }
  }
}
