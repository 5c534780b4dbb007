package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.PoolKind;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ResetState;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong while a connection is lent, given back or opened costs that one and no more. */
@Timeout(60)
class CheckoutFaultsTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();

  private CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(
        b -> settings.apply(b.poolSize(1).maxOverflow(0)).connectionListener(log.listener()));
  }

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  /** An error of a driver that fails even when it is asked what it means. */
  private static final class Unreadable extends SQLException {
    private static final long serialVersionUID = 1;

    @Override
    public String getSQLState() {
      throw new IllegalStateException("no state");
    }
  }

  @Test
  void aRefusalThatCannotBeReadLeavesNothingBehind() throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(1, Unreadable::new);
    Customizers.AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool = pool(b -> b.customizer(refused));

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
    }
    assertThat(scene.database().session(1).isAborted()).isTrue();
  }

  @Test
  void aCustomizerThatMeetsAStandbyTimeAndAgainSlowsReplacementsDown() {
    int borrows = 20;
    Customizers.Refusing refusing =
        new Customizers.Refusing(1_000, () -> new SQLException("a standby", "25006"));
    Customizers.AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool = pool(b -> b.customizer(refused).acquireTimeout(Duration.ofMillis(100)));

    for (int i = 0; i < borrows; i++) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
    }

    assertThat(scene.database().connectionsEver()).isLessThan(borrows);
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void whoIsRefusedThreeTimesLeavesNothingBehindInAnyKind(PoolKind kind) throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(3, Customizers::refusal);
    Customizers.AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool =
        scene.pool(b -> b.kind(kind).customizer(refused).connectionListener(log.listener()));

    assertThatThrownBy(pool::getConnection).hasMessageContaining("CENOTE-107");

    Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
    assertThat(log.of("invalidated")).hasSize(3);
    assertThat(log.of("closed")).hasSize(3);
    log.clear();
    borrowAndReturn(pool);
    assertThat(log.events()).startsWith("connected", "checkedOut", "reset", "checkedIn");
  }

  @Test
  void whenTheDeadlineHasPassedNoOtherConnectionIsAwaited() throws Exception {
    Gate gate = new Gate();
    Customizers.AtCheckout slow =
        connection -> {
          Stage.use(connection);
          throw Customizers.refusal();
        };
    CenoteDataSource pool =
        pool(b ->
            b.poolSize(2)
                .acquireTimeout(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofSeconds(20))
                .customizer(slow));
    scene.database().on("createStatement").lasting(Duration.ofMillis(1_200));
    scene.database().on("connect").afterCalls(1).waitFor(gate);

    Background<SQLException> borrower =
        Background.call(() -> catchThrowableOfType(SQLException.class, pool::getConnection));

    assertThat(borrower.endsWithin(Duration.ofSeconds(10))).isTrue();
    gate.open();
    SQLException none = borrower.result();
    assertThat((Throwable) none).isInstanceOf(SQLTransientConnectionException.class);
    assertThat(none.getSuppressed()).hasSize(1);
  }

  // What a customizer must not do.

  @Test
  void aConnectionThatACustomizerInvalidatesIsNotLent() throws SQLException {
    int[] asked = {0};
    Customizers.AtCheckout invalidating =
        connection -> {
          if (asked[0]++ == 0) {
            connection.unwrap(CenoteConnection.class).invalidate(null);
          }
        };
    CenoteDataSource pool = pool(b -> b.customizer(invalidating));

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
    }
    log.assertTold(
        "connected", "invalidated", "closed", "connected", "checkedOut", "reset", "checkedIn");
  }

  @Test
  void aConnectionThatACustomizerClosesStaysWholeForWhoGetsItNext() throws SQLException {
    int[] asked = {0};
    Customizers.AtCheckout closing =
        connection -> {
          if (asked[0]++ < 3) {
            connection.close();
          }
        };
    CenoteDataSource pool = pool(b -> b.customizer(closing));

    assertThatThrownBy(pool::getConnection)
        .hasMessageContaining("CENOTE-107")
        .hasMessageContaining("closed");
    borrowAndReturn(pool);

    assertThat(scene.database().connectionsEver()).isEqualTo(1);
    log.assertTold("connected", "checkedOut", "reset", "checkedIn");
  }

  @Test
  void aConnectionThatDiesWhileACustomizerUsesItIsNotLentEvenIfThatIsHidden() throws SQLException {
    int[] asked = {0};
    Customizers.AtCheckout hiding =
        connection -> {
          if (asked[0]++ == 0) {
            scene.database().killAll();
          }
          try {
            Stage.use(connection);
          } catch (SQLException hidden) {
            // As a customizer does that only wants to set something if it can.
          }
        };
    CenoteDataSource pool = pool(b -> b.customizer(hiding));

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
    }
    log.assertTold(
        "connected", "invalidated", "closed", "connected", "checkedOut", "reset", "checkedIn");
  }

  // What comes too late.

  @Test
  void whoseConnectionIsTakenBackWhileCustomizersHaveItIsToldThatThePoolIsClosed()
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    Customizers.AtCheckout slow =
        connection -> {
          asked.countDown();
          Customizers.await(taken);
        };
    CenoteDataSource pool = pool(b -> b.shutdownTimeout(Duration.ofMillis(200)).customizer(slow));
    Background<SQLException> borrower =
        Background.call(() -> catchThrowableOfType(SQLException.class, pool::getConnection));
    Customizers.await(asked);
    pool.close();
    Stage.eventually(() -> assertThat(log.of("closed")).hasSize(1));
    taken.countDown();

    assertThat(borrower.result().getMessage()).contains("the pool is closed");
    log.assertTold("connected", "invalidated", "closed");
  }

  @Test
  void aCustomizerThatResetsTooLongIsFollowedByNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ConnectionCustomizer slow =
        new ConnectionCustomizer() {
          @Override
          public void onReset(Connection connection, ResetState state, ConnectionContext context)
              throws SQLException {
            begun.countDown();
            Customizers.await(go);
          }
        };
    CenoteDataSource pool =
        pool(b ->
            b.resetTimeout(Duration.ofSeconds(1)).customizers(List.of(slow, log.customizer())));
    Connection connection = pool.getConnection();
    log.clear();
    Background<Void> borrower =
        Background.call(() -> {
          connection.close();
          return null;
        });
    Customizers.await(begun);
    Stage.eventually(() -> assertThat(log.events()).hasSize(3));
    go.countDown();
    assertThat(borrower.endsWithin(Stage.PATIENCE)).isTrue();

    assertThat(log.events())
        .filteredOn(event -> !event.equals("onReset"))
        .containsExactly("invalidated", "closed", "checkedIn");
  }

  @Test
  void aFirstConnectThatNeverReturnsDoesNotStopThePoolForEver() throws Exception {
    int[] asked = {0};
    ConnectionCustomizer hanging =
        new ConnectionCustomizer() {
          @Override
          public void onFirstConnect(Connection connection, ConnectionContext context)
              throws SQLException {
            if (asked[0]++ == 0) {
              connection.createStatement().execute("SELECT for ever");
            }
          }
        };
    scene.database().on("execute").onlyConnection(1).hangEvenWhenAborted();
    CenoteDataSource pool =
        pool(b -> b.poolSize(2).connectTimeout(Duration.ofMillis(200)).customizer(hanging));

    borrowAndReturn(pool);

    assertThat(asked[0]).isEqualTo(2);
    scene.database().liftFaults();
    Stage.eventually(() -> assertThat(scene.database().openConnections()).isEqualTo(1));
  }
}
