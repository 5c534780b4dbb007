package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes part when connections are lent. */
@Timeout(60)
class CheckoutCustomizerTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();

  private CenoteDataSource pool(int size, ConnectionCustomizer... customizers) {
    return scene.pool(b ->
        b.poolSize(size)
            .maxOverflow(0)
            .customizers(List.of(customizers))
            .connectionListener(log.listener()));
  }

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @Test
  void whatACheckoutChangesIsThereForItsBorrowerAndPutBackAfterwards() throws SQLException {
    List<String> tenants = new ArrayList<>(List.of("blue", "none"));
    Customizers.AtCheckout setting =
        connection -> {
          String tenant = tenants.remove(0);
          if (!tenant.equals("none")) {
            connection.setSchema(tenant);
          }
        };
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).schema("common").customizer(setting));
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getSchema()).isEqualTo("blue");
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getSchema()).isEqualTo("common");
    }
  }

  @Test
  void whatACheckoutLeavesOpenIsCommitted() throws SQLException {
    Customizers.AtCheckout working = Stage::use;
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).autoCommit(false).customizer(working));
    try (Connection connection = pool.getConnection()) {
      assertThat(scene.database().sessionOf(connection).inTransaction()).isFalse();
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
    assertThat(scene.database().calls("commit")).isEqualTo(1);
  }

  @Test
  void aCheckoutSeesWhatConnectNoted() throws SQLException {
    List<Object> seen = new CopyOnWriteArrayList<>();
    ConnectionCustomizer noting =
        new ConnectionCustomizer() {
          @Override
          public void onConnect(Connection connection, ConnectionContext context) {
            context.info().put("opened as", connection);
          }

          @Override
          public void onCheckout(Connection connection, ConnectionContext context) {
            seen.add(context.info().get("opened as") == context.connection());
          }
        };
    CenoteDataSource pool = pool(1, noting);
    borrowAndReturn(pool);
    try (CenoteConnection second = pool.getConnection().unwrap(CenoteConnection.class)) {
      assertThat(second.info()).containsKey("opened as");
      second.invalidate(null);
    }
    borrowAndReturn(pool);

    assertThat(seen).containsExactly(true, true, true);
  }

  @Test
  void aRefusedConnectionIsEndedWithoutAResetAndTheNextOneIsResetOnReturn() throws SQLException {
    Customizers.Refusing refusing =
        new Customizers.Refusing(1, () -> new SQLException("gone", "08006"));
    CenoteDataSource pool =
        pool(
            1,
            (Customizers.AtCheckout)
                connection -> {
                  Stage.use(connection);
                  refusing.ask();
                });
    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
      log.assertTold("connected", "invalidated", "closed", "connected", "checkedOut");
      connection.setAutoCommit(false);
      Stage.use(connection);
    }
    log.assertTold("reset", "checkedIn");
    assertThat(scene.database().session(1).isAborted()).isTrue();
    assertThat(scene.database().journal().onConnection(1).methods()).doesNotContain("rollback");
    assertThat(scene.database().journal().onConnection(2).methods()).containsOnlyOnce("rollback");
  }

  @Test
  void whoIsRefusedThreeConnectionsHearsWhy() throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(3, Customizers::refusal);
    Customizers.AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool = pool(1, refused);

    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("3 connections one after the other were refused")
        .hasMessageContaining("this server is a standby")
        .hasMessageContaining("[CENOTE-107]")
        .cause()
        .hasMessage("this server is a standby");

    Stage.eventually(() -> assertThat(scene.database().openConnections()).isZero());
    assertThat(scene.database().connectionsEver()).isEqualTo(3);
    assertThat(pool.stats().leased()).isZero();
    assertThat(log.of("checkedOut")).isEmpty();
    assertThat(log.of("checkedIn")).isEmpty();
    borrowAndReturn(pool);
  }

  @Test
  void theOtherAttemptsShareTheDeadlineAndTellOfTheRefusal() throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(1, Customizers::refusal);
    Customizers.AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofSeconds(2)).customizer(refused));
    scene.database().on("connect").afterCalls(1).failing("08001");

    SQLException none = catchThrowableOfType(SQLException.class, pool::getConnection);

    assertThat(none.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("this server is a standby");
    assertThat(none.getMessage()).contains("CENOTE-2");
    scene.database().liftFaults();
  }

  @Test
  void aRefusalThatSaysDeadPutsTheOthersUnderSuspicion() throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(0, Customizers::refusal);
    List<Customizers.Refusing> now = new CopyOnWriteArrayList<>(List.of(refusing));
    Customizers.AtCheckout refused = connection -> now.get(0).ask();
    CenoteDataSource pool = pool(2, refused);
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one).isNotSameAs(two);
    }
    Stage.eventually(() -> { // who was idle for half a second is asked anyway
      scene.database().forgetCalls();
      borrowAndReturn(pool);
      assertThat(scene.database().calls("isValid")).isZero();
    });

    now.set(0, new Customizers.Refusing(1, () -> new SQLException("gone", "08006")));
    borrowAndReturn(pool);

    assertThat(scene.database().calls("isValid")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("dev.cenote.testkit.acceptance.Customizers#failures")
  void aCheckoutThatThrowsLeavesNothingBehind(Supplier<Throwable> failure) throws SQLException {
    Throwable thrown = failure.get();
    boolean refusal = thrown instanceof SQLException;
    Customizers.Refusing refusing = new Customizers.Refusing(refusal ? 3 : 1, () -> thrown);
    Customizers.AtCheckout failing = connection -> refusing.ask();
    CenoteDataSource pool = pool(1, failing);

    Throwable caught = catchThrowableOfType(Throwable.class, pool::getConnection);

    assertThat(refusal ? caught.getCause() : caught).isSameAs(thrown);
    Stage.eventually(() -> assertThat(scene.database().openConnections()).isZero());
    assertThat(pool.stats().leased()).isZero();
    assertThat(log.of("invalidated")).allMatch(entry -> entry.cause() == thrown);
    borrowAndReturn(pool);
    assertThat(pool.stats().idle()).isEqualTo(1);
  }

  @Test
  void whatACheckoutDetachesBeforeItRefusesIsClosed() throws SQLException {
    AtomicBoolean refuses = new AtomicBoolean(true);
    Customizers.AtCheckout failing =
        connection -> {
          if (refuses.getAndSet(false)) {
            connection.unwrap(CenoteConnection.class).detach();
            throw new SQLException("not this one");
          }
        };
    CenoteDataSource pool = pool(1, failing);

    borrowAndReturn(pool);

    Stage.eventually(() -> assertThat(scene.database().openConnections()).isEqualTo(1));
    assertThat(pool.stats().detached()).isZero();
    borrowAndReturn(pool);
  }
}
