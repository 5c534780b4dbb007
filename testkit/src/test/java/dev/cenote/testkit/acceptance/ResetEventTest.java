package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ResetState;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes part when connections come back, and what the reset is told. */
@Timeout(60)
class ResetEventTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();
  private final List<ResetState> states = new CopyOnWriteArrayList<>();

  /** Resets connections by itself. */
  private final ConnectionCustomizer own =
      new ConnectionCustomizer() {
        @Override
        public void onReset(Connection connection, ResetState state, ConnectionContext context)
            throws SQLException {
          states.add(state);
          connection.rollback();
        }
      };

  private CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(b ->
        settings.apply(
            b.poolSize(1).maxOverflow(0).autoCommit(false).connectionListener(log.listener())));
  }

  private static CenoteConnection borrow(CenoteDataSource pool) throws SQLException {
    return pool.getConnection().unwrap(CenoteConnection.class);
  }

  private int rollbacks() {
    return scene.database().calls("rollback");
  }

  @Test
  void withNoneACustomizerResetsByItselfOnReturn() throws SQLException {
    CenoteDataSource pool = pool(b -> b.resetOnReturn(ResetOnReturn.NONE).customizer(own));
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
    assertThat(rollbacks()).isEqualTo(1);
    assertThat(states).containsExactly(new ResetState(false, false));
    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(1);
    }
  }

  @Test
  void withNoneACustomizerResetsByItselfBeforeADetachedOneIsClosed() throws SQLException {
    CenoteDataSource pool = pool(b -> b.resetOnReturn(ResetOnReturn.NONE).customizer(own));
    CenoteConnection connection = borrow(pool);
    Stage.use(connection);
    connection.detach();
    connection.close();

    assertThat(states).containsExactly(new ResetState(false, true));
    assertThat(scene.database().journal().onConnection(1).methods()).endsWith("rollback", "close");
  }

  @Test
  void withNoneACustomizerIsNotAskedToResetWhatIsInvalidated() throws SQLException {
    CenoteDataSource pool = pool(b -> b.resetOnReturn(ResetOnReturn.NONE).customizer(own));
    CenoteConnection connection = borrow(pool);
    Stage.use(connection);
    connection.invalidate(null);

    Stage.eventually(() -> assertThat(log.events()).endsWith("closed", "checkedIn"));
    assertThat(states).isEmpty();
    assertThat(rollbacks()).isZero();
  }

  @Test
  void theStateSaysWhetherATransactionIsOpen() throws SQLException {
    CenoteDataSource pool = pool(b -> b);

    pool.useTransaction(Stage::use);
    pool.useConnection(Stage::use);
    pool.useConnection(connection -> {
      Stage.use(connection);
      connection.rollback();
    });
    pool.useConnection(connection -> {
      connection.setAutoCommit(true);
      Stage.use(connection);
    });

    assertThat(log.resets())
        .extracting(ResetState::transactionWasReset)
        .containsExactly(true, false, true, true);
  }

  @Test
  void afterARollbackThereIsNoSecondOneAndTheListenerIsTold() throws SQLException {
    CenoteDataSource pool = pool(b -> b);
    pool.useConnection(connection -> {
      Stage.use(connection);
      connection.rollback();
    });

    assertThat(rollbacks()).isEqualTo(1);
    assertThat(log.resets()).containsExactly(new ResetState(true, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDefaultIsOneRollbackWithAListenerOrWithout(boolean listening) throws SQLException {
    CenoteDataSource pool = listening ? pool(b -> b) : scene.pool(b -> b.autoCommit(false));
    pool.useConnection(Stage::use);

    assertThat(rollbacks()).isEqualTo(1);
    assertThat(log.resets()).hasSize(listening ? 1 : 0);
  }

  @Test
  void aListenerAloneCostsNoDriverCall() throws SQLException {
    CenoteDataSource pool = pool(b -> b.autoCommit(true));
    pool.getConnection().close();
    scene.database().forgetCalls();

    pool.useConnection(Stage::use);
    pool.getConnection().close();

    assertThat(scene.database().journal().methods())
        .containsOnlyOnce("createStatement")
        .doesNotContain("rollback", "commit", "setAutoCommit", "getAutoCommit", "isClosed");
    assertThat(log.of("checkedIn")).hasSize(3);
  }

  @Test
  void whatAResetLeavesUndoneThePoolUndoes() throws SQLException {
    ConnectionCustomizer careless =
        new ConnectionCustomizer() {
          @Override
          public void onReset(Connection connection, ResetState state, ConnectionContext context)
              throws SQLException {
            Stage.use(connection);
            connection.setAutoCommit(false);
          }
        };
    CenoteDataSource pool = pool(b -> b.autoCommit(true).customizer(careless));
    pool.getConnection().close();

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(1);
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(scene.database().session(1).inTransaction()).isFalse();
    }
  }

  @Test
  void whatACheckinLeavesOpenIsRolledBack() throws SQLException {
    ConnectionCustomizer working =
        new ConnectionCustomizer() {
          @Override
          public void onCheckin(Connection connection, ConnectionContext context)
              throws SQLException {
            Stage.use(connection);
          }
        };
    CenoteDataSource pool = pool(b -> b.customizer(working));
    pool.getConnection().close();

    assertThat(scene.database().session(1).inTransaction()).isFalse();
    assertThat(rollbacks()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aResetOrCheckinThatThrowsCostsTheConnection(boolean atReset) throws SQLException {
    SQLException failure = new SQLException("cannot clean up");
    ConnectionCustomizer failing =
        new ConnectionCustomizer() {
          @Override
          public void onReset(Connection connection, ResetState state, ConnectionContext context)
              throws SQLException {
            if (atReset) {
              throw failure;
            }
          }

          @Override
          public void onCheckin(Connection connection, ConnectionContext context)
              throws SQLException {
            throw failure;
          }
        };
    CenoteDataSource pool = pool(b -> b.customizer(failing));
    pool.getConnection().close();

    Stage.eventually(() -> assertThat(log.events()).endsWith("closed", "checkedIn"));
    assertThat(log.of("invalidated")).extracting(EventLog.Entry::cause).containsExactly(failure);
    assertThat(scene.database().session(1).isOpen()).isFalse();
    assertThat(pool.stats().leased()).isZero();
  }

  @Test
  void whatBelongsToAReturnIsNotCalledAtAnInvalidation() throws SQLException {
    CenoteDataSource pool = pool(b -> b.customizer(log.customizer()));
    CenoteConnection connection = borrow(pool);
    Stage.use(connection);
    log.clear();

    connection.invalidate(null);

    log.assertTold("invalidated", "closed", "checkedIn");
  }

  @Test
  void aConnectionThatIsClosedOnReturnIsResetButNotCheckedInForTheNext() throws SQLException {
    CenoteDataSource pool = pool(b -> b.customizer(log.customizer()));
    CenoteConnection connection = borrow(pool);
    Stage.use(connection);
    connection.invalidateOnClose();
    log.clear();

    connection.close();

    log.assertTold("onReset", "reset", "checkedIn", "closed");
    assertThat(rollbacks()).isEqualTo(1);
  }
}
