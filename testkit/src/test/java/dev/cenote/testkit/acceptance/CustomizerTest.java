package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes part when connections are opened. */
@Timeout(60)
class CustomizerTest {

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
    // An open outlives the borrower that asked for it: its onConnect may still be on its way.
    Stage.eventually(
        () -> assertThat(log.of("onConnect")).hasSize(scene.database().connectionsEver()));
  }

  @Test
  void aFirstConnectThatFailsIsToldAgainToTheNextConnection() throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(1, Customizers::refusal);
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
  @MethodSource("dev.cenote.testkit.acceptance.Customizers#failures")
  void aConnectThatFailsCostsTheAttemptAndTheNextRunsAllAgain(Supplier<Throwable> failure)
      throws SQLException {
    Customizers.Refusing refusing = new Customizers.Refusing(2, failure);
    Customizers.AtConnect failing = connection -> refusing.ask();
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
    Customizers.AtConnect setting =
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
    Customizers.AtConnect working =
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
  void customizersAreCalledInTheirOrderAndAListMayPutOneFirst() throws SQLException {
    List<String> told = new CopyOnWriteArrayList<>();
    Customizers.AtCheckout a = connection -> told.add("a");
    Customizers.AtCheckout b = connection -> told.add("b");
    Customizers.AtCheckout c = connection -> told.add("c");
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
