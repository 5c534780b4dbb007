package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.ConnectionFactory;
import dev.cenote.config.OnStart;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes part when connections are opened and lent. */
@Timeout(60)
class CustomizerTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();

  /** Called with the handle at each checkout. */
  private interface AtCheckout extends ConnectionCustomizer {
    void take(Connection connection) throws SQLException;

    @Override
    default void onCheckout(Connection connection, ConnectionContext context) throws SQLException {
      take(connection);
    }
  }

  /** Called with the driver's connection when it is new. */
  private interface AtConnect extends ConnectionCustomizer {
    void take(Connection connection) throws SQLException;

    @Override
    default void onConnect(Connection connection, ConnectionContext context) throws SQLException {
      take(connection);
    }
  }

  /** Throws the first few times that it is asked. */
  private static final class Refusing {
    private final Supplier<Throwable> failure;
    private int left;

    Refusing(int times, Supplier<Throwable> failure) {
      this.left = times;
      this.failure = failure;
    }

    synchronized void ask() throws SQLException {
      if (left-- > 0) {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
          throw error;
        }
        if (thrown instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw (SQLException) thrown;
      }
    }
  }

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

  private static SQLException refusal() {
    return new SQLException("this server is a standby", "HY000");
  }

  static Stream<Named<Supplier<Throwable>>> failures() {
    return Stream.of(
        Named.of("SQLException", CustomizerTest::refusal),
        Named.of("RuntimeException", () -> new IllegalStateException("bug")),
        Named.of("Error", () -> new AssertionError("bug")));
  }

  // Opening.

  @Test
  void theFirstConnectIsToldOncePerPoolAndAConnectOncePerConnection() throws SQLException {
    CenoteDataSource pool = pool(2, log.customizer());
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one).isNotSameAs(two);
    }
    borrowAndReturn(pool);

    assertThat(log.of("onFirstConnect")).hasSize(1);
    assertThat(log.of("onConnect")).hasSize(2);
    assertThat(log.of("onConnect").get(0).context())
        .isSameAs(log.of("onFirstConnect").get(0).context());
    assertThat(log.of("onCheckout")).hasSize(3);
  }

  @Test
  void nobodyGetsAConnectionBeforeTheFirstConnectHasEnded() throws Exception {
    Gate firstConnect = new Gate();
    ConnectionCustomizer slow =
        new ConnectionCustomizer() {
          @Override
          public void onFirstConnect(Connection connection, ConnectionContext context)
              throws SQLException {
            try (Statement statement = connection.createStatement()) {
              statement.execute("SELECT slow");
            }
          }
        };
    scene.database().on("execute").forSql("slow").waitFor(firstConnect);
    CenoteDataSource pool = pool(5, slow, log.customizer());

    List<Background<Integer>> borrowers = scene.borrowers(pool, 5);
    firstConnect.awaitArrival();
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(5));
    assertThat(log.events()).isEmpty();
    firstConnect.open();

    for (Background<Integer> borrower : borrowers) {
      borrower.result();
    }
    assertThat(log.events()).startsWith("onFirstConnect", "onConnect");
    assertThat(log.of("onFirstConnect")).hasSize(1);
    assertThat(log.of("onConnect")).hasSize(scene.database().connectionsEver());
  }

  @Test
  void aFirstConnectThatFailsIsToldAgainToTheNextConnection() throws SQLException {
    Refusing refusing = new Refusing(1, CustomizerTest::refusal);
    ConnectionCustomizer first =
        new ConnectionCustomizer() {
          @Override
          public void onFirstConnect(Connection connection, ConnectionContext context)
              throws SQLException {
            refusing.ask();
          }
        };
    CenoteDataSource pool = pool(1, log.customizer(), first);

    borrowAndReturn(pool);

    assertThat(log.of("onFirstConnect")).hasSize(2);
    assertThat(log.of("onConnect")).hasSize(1);
    assertThat(scene.database().openConnections()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aConnectThatFailsCostsTheAttemptAndTheNextRunsAllAgain(Supplier<Throwable> failure)
      throws SQLException {
    Refusing refusing = new Refusing(2, failure);
    AtConnect failing = connection -> refusing.ask();
    CenoteDataSource pool = pool(1, log.customizer(), failing);

    borrowAndReturn(pool);

    assertThat(log.of("onConnect")).hasSize(3);
    assertThat(log.of("connected")).hasSize(1);
    assertThat(scene.database().connectionsEver()).isEqualTo(3);
    assertThat(scene.database().openConnections()).isEqualTo(1);
    assertThat(pool.stats().open()).isEqualTo(1);
  }

  @Test
  void aConnectIsToldForAReplacementEvenIfAnEarlierOneFailed() throws SQLException {
    CenoteDataSource pool = pool(1, log.customizer());
    borrowAndReturn(pool);
    pool.getConnection().unwrap(CenoteConnection.class).invalidate(null);
    scene.database().refuse(new SQLException("down", "08001"));
    Background<Void> waiting =
        Background.call(() -> {
          borrowAndReturn(pool);
          return null;
        });
    Stage.eventually(() -> assertThat(pool.stats().failedOpens()).isNotEmpty());
    scene.database().accept();

    assertThat(waiting.endsWithin(Stage.PATIENCE)).isTrue();
    assertThat(log.of("onConnect")).hasSize(2);
    assertThat(log.of("onFirstConnect")).hasSize(1);
  }

  @Test
  void whatConnectSetsIsWhatAResetRestoresUnlessASettingSaysOtherwise() throws SQLException {
    AtConnect setting =
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          connection.setReadOnly(true);
        };
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).customizer(setting).readOnly(false));
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isReadOnly()).isFalse();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
  }

  @Test
  void whatConnectLeavesOpenIsCommitted() throws SQLException {
    AtConnect working =
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT set-up");
          }
        };
    CenoteDataSource pool = pool(1, working);

    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(scene.database().sessionOf(connection).uncommitted()).isEmpty();
    }
    assertThat(scene.database().committedStatements()).containsExactly("INSERT set-up");
  }

  // Lending.

  @Test
  void whatACheckoutChangesIsThereForItsBorrowerAndPutBackAfterwards() throws SQLException {
    List<String> tenants = new ArrayList<>(List.of("blue", "none"));
    AtCheckout setting =
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
    AtCheckout working = Stage::use;
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
    Refusing refusing = new Refusing(1, () -> new SQLException("gone", "08006"));
    CenoteDataSource pool =
        pool(
            1,
            (AtCheckout)
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
    Refusing refusing = new Refusing(3, CustomizerTest::refusal);
    AtCheckout refused = connection -> refusing.ask();
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
    Refusing refusing = new Refusing(1, CustomizerTest::refusal);
    AtCheckout refused = connection -> refusing.ask();
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .acquireTimeout(Duration.ofMillis(300))
                .customizer(refused));
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
    Refusing refusing = new Refusing(0, CustomizerTest::refusal);
    List<Refusing> now = new CopyOnWriteArrayList<>(List.of(refusing));
    AtCheckout refused = connection -> now.get(0).ask();
    CenoteDataSource pool = pool(2, refused);
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one).isNotSameAs(two);
    }
    borrowAndReturn(pool);
    assertThat(scene.database().calls("isValid")).isZero();

    now.set(0, new Refusing(1, () -> new SQLException("gone", "08006")));
    borrowAndReturn(pool);

    assertThat(scene.database().calls("isValid")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCheckoutThatThrowsLeavesNothingBehind(Supplier<Throwable> failure) throws SQLException {
    Throwable thrown = failure.get();
    boolean refusal = thrown instanceof SQLException;
    Refusing refusing = new Refusing(refusal ? 3 : 1, () -> thrown);
    AtCheckout failing = connection -> refusing.ask();
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
  void customizersAreCalledInTheirOrderAndAListMayPutOneFirst() throws SQLException {
    List<String> told = new CopyOnWriteArrayList<>();
    AtCheckout a = connection -> told.add("a");
    AtCheckout b = connection -> told.add("b");
    AtCheckout c = connection -> told.add("c");
    CenoteDataSource pool = scene.pool(s -> s.customizer(a).customizer(b));
    borrowAndReturn(pool);
    assertThat(told).containsExactly("a", "b");
    told.clear();

    CenoteDataSource other = scene.pool(s -> s.customizers(List.of(c, a)).customizer(b));
    borrowAndReturn(other);
    assertThat(told).containsExactly("c", "a", "b");
  }

  @Test
  void aFactoryIsToldTheSlotOfEachAttempt() throws SQLException {
    List<String> attempts = new CopyOnWriteArrayList<>();
    ConnectionFactory factory =
        attempt -> {
          attempts.add(attempt.slot() + "/" + attempt.number());
          assertThat(attempt.timeout()).isPositive();
          return scene.database().dataSource().getConnection();
        };
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder().connectionFactory(factory).prefill(false).poolSize(2);
    try (CenoteDataSource pool = builder.maxOverflow(0).onStart(OnStart.START_ANYWAY).build();
        Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one.isClosed()).isFalse();
      two.unwrap(CenoteConnection.class).invalidate(null);
      try (Connection three = pool.getConnection()) {
        assertThat(three.unwrap(CenoteConnection.class).slotNumber()).isEqualTo(2);
      }
    }

    assertThat(attempts).containsExactly("1/1", "2/2", "2/3");
  }

  @Test
  void aFirstConnectThatHangsHoldsOthersOnlyUntilTheirDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ConnectionCustomizer hanging =
        new ConnectionCustomizer() {
          @Override
          public void onFirstConnect(Connection connection, ConnectionContext context)
              throws SQLException {
            try {
              if (never.await(60, TimeUnit.SECONDS)) {
                log.listener().connected(context);
              }
            } catch (InterruptedException deadline) {
              throw new SQLException("interrupted", deadline);
            }
          }
        };
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(2)
                .connectTimeout(Duration.ofMillis(100))
                .acquireTimeout(Duration.ofMillis(400))
                .customizer(hanging));

    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
    never.countDown();
    FakeScene.awaitLending(pool);
  }
}
