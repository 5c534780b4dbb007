package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnDisconnect;
import dev.cenote.core.PoolConfig;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error of the driver does to its connection, to the others and to the pool. */
@Timeout(60)
class DisconnectTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private CenoteDataSource pool(int size) {
    return scene.pool(b -> b.poolSize(size).maxOverflow(0).onDisconnect(OnDisconnect.INVALIDATE));
  }

  @Test
  void oneDisconnectReplacesTheOtherIdleConnectionsToo() throws SQLException {
    CenoteDataSource pool = pool(2);
    List<Connection> both = Stage.borrow(pool, 2);
    both.get(1).close();
    scene.database().kill(both.get(0));
    assertThatThrownBy(() -> Stage.use(both.get(0))).isInstanceOf(SQLException.class);
    assertThatCode(both.get(0)::close).doesNotThrowAnyException();
    Stage.assertFullCapacity(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(4);
  }

  @Test
  void twoDisconnectsInARowCostTwoConnections() throws SQLException {
    CenoteDataSource pool = pool(1);
    for (int died = 1; died <= 2; died++) {
      try (Connection connection = pool.getConnection()) {
        scene.database().restart();
        assertThatThrownBy(() -> Stage.use(connection)).isInstanceOf(SQLException.class);
      }
      Stage.assertFullCapacity(pool);
      assertThat(scene.database().connectionsEver()).isEqualTo(died + 1);
    }
  }

  @Test
  void fifteenDisconnectsAtOnceCostFifteenConnectionsAndNoMore() throws Exception {
    CenoteDataSource pool = pool(15);
    List<Connection> all = Stage.borrow(pool, 15);
    scene.database().restart();
    CyclicBarrier together = new CyclicBarrier(15);
    List<Background<Boolean>> borrowers = new ArrayList<>();
    for (Connection connection : all) {
      borrowers.add(
          Background.call(() -> {
            together.await();
            assertThatThrownBy(() -> Stage.use(connection)).isInstanceOf(SQLException.class);
            connection.close();
            return true;
          }));
    }
    for (Background<Boolean> borrower : borrowers) {
      assertThat(borrower.result()).isTrue();
    }
    Stage.assertFullCapacity(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(30);
    assertThat(pool.stats().retired().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(15);
  }

  @Test
  void aRollbackThatFailsForAnotherReasonLeavesTheConnectionOpen() throws SQLException {
    CenoteDataSource pool = pool(1);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
      scene.database().on("rollback").once().failing("42000");
      assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isFalse();
    }
    Stage.assertFullCapacity(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(1);
  }

  @Test
  void aCommitThatFailsForAnotherReasonLeavesNoTransactionBehind() throws SQLException {
    CenoteDataSource pool = pool(1);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
      scene.database().on("commit").once().failing("40001");
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    try (Connection next = pool.getConnection()) {
      assertThat(scene.numberOf(next)).isEqualTo(1);
      assertThat(scene.database().sessionOf(next).inTransaction()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "commit", "ResultSet.next"})
  void aDisconnectInAnyCallCostsTheConnection(String site) throws SQLException {
    CenoteDataSource pool = pool(1);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      scene.database().on(site).once().failing("08006");
      assertThatThrownBy(
              () -> {
                query(connection);
                connection.commit();
                query(connection);
                connection.rollback();
              })
          .hasFieldOrPropertyWithValue("SQLState", "08006");
    }
    Stage.assertFullCapacity(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(2);
  }

  private static void query(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void aCommitOnADeadConnectionIsRefused() throws SQLException {
    CenoteDataSource pool = pool(1);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
      scene.database().kill(connection);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(scene.database().committedStatements()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42000", "08006"})
  void anInitialStatementThatFailsIsToldByTheDriversErrorAndLeavesNothingPooled(String state)
      throws SQLException {
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .initSql("SET it up")
                .acquireTimeout(Duration.ofSeconds(1)));
    var fault = scene.database().on("execute").always().forSql("SET it up").failing(state);
    assertThatThrownBy(pool::getConnection)
        .hasRootCauseInstanceOf(SQLException.class)
        .rootCause()
        .hasFieldOrPropertyWithValue("SQLState", state);
    Stage.eventually(() -> assertThat(pool.stats().permitted()).isLessThanOrEqualTo(1));
    fault.lift();
    FakeScene.awaitLending(pool);
  }

  @Test
  void aStatementThatCannotBeClosedOnReturnIsNotTheBorrowersTrouble() throws SQLException {
    CenoteDataSource pool = pool(1);
    Connection connection = pool.getConnection();
    connection.createStatement().executeQuery("SELECT 1");
    scene.database().on("Statement.close").once().failing("HY000");
    assertThatCode(connection::close).doesNotThrowAnyException();
    Stage.assertFullCapacity(pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PoolConfig.UNLIMITED})
  void aReplacementThatCannotBeOpenedLeaksNothing(int overflow) throws SQLException {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(overflow).acquireTimeout(Duration.ofMillis(500)));
    FakeScene.awaitLending(pool);
    pool.getConnection().abort(Runnable::run);
    scene.database().stop();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
      assertThat(pool.stats().leased()).isZero();
      Stage.eventually(() -> assertThat(pool.stats().open()).isZero());
    }
    scene.database().restart();
    FakeScene.awaitLending(pool);
    assertThat(pool.stats().leased()).isZero();
    // An open outlives the borrower that asked for it: another may be on its way.
    Stage.eventually(
        () -> assertThat(pool.stats().open()).isEqualTo(scene.database().openConnections()));
  }
}
