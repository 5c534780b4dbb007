package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionListener;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of single connections, and that telling breaks nothing. */
@Timeout(60)
class ConnectionListenerTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();

  private CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(
        b -> settings.apply(b.poolSize(1).maxOverflow(0)).connectionListener(log.listener()));
  }

  private static CenoteConnection borrow(CenoteDataSource pool) throws SQLException {
    return pool.getConnection().unwrap(CenoteConnection.class);
  }

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @Test
  void eachCheckoutAndEachNewConnectionIsTold() throws SQLException {
    CenoteDataSource pool = pool(b -> b.poolSize(2));
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(one).isNotSameAs(two);
    }
    borrowAndReturn(pool);

    assertThat(log.of("connected")).hasSize(2);
    assertThat(log.of("checkedOut")).hasSize(3);
    assertThat(log.of("reset")).hasSize(3);
    assertThat(log.of("checkedIn")).hasSize(3);
    assertThat(log.of("closed")).isEmpty();
  }

  @Test
  void theContextKnowsWhatTheHandleKnows() throws SQLException {
    CenoteDataSource pool = pool(b -> b.name("orders"));
    borrowAndReturn(pool);
    try (CenoteConnection connection = borrow(pool)) {
      ConnectionContext context = log.of("checkedOut").get(1).context();
      assertThat(context).isSameAs(log.of("connected").get(0).context());
      assertThat(context.pool()).isEqualTo("orders");
      assertThat(context.slot()).isEqualTo(connection.slotNumber());
      assertThat(context.useCount()).isEqualTo(2);
      assertThat(context.age()).isBetween(Duration.ZERO, connection.age());
      assertThat(context.info()).isSameAs(connection.info());
      assertThat(context.slotInfo()).isSameAs(connection.slotInfo());
      assertThat(scene.database().sessionOf(context.connection()).number()).isEqualTo(1);
      assertThat(context)
          .hasToString("orders #1 wrapping " + context.connection().getClass().getName());
      Objects.requireNonNull(context.slotInfo()).put("noted", true);
      assertThat(context.isDetached()).isFalse();

      connection.detach();
      assertThat(context.isDetached()).isTrue();
      assertThat(context.slotInfo()).isNull();
    }
    try (CenoteConnection next = borrow(pool)) {
      assertThat(next.slotInfo()).containsEntry("noted", true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInvalidationIsToldWithItsCauseOrWithout(boolean caused) throws SQLException {
    SQLException cause = caused ? new SQLException("half an answer") : null;
    CenoteDataSource pool = pool(b -> b);
    borrow(pool).invalidate(cause);

    Stage.eventually(() -> assertThat(log.of("closed")).hasSize(1));
    assertThat(log.of("invalidated")).extracting(EventLog.Entry::cause).containsExactly(cause);
    assertThat(log.of("softInvalidated")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSoftInvalidationIsToldWithItsCauseOrWithout(boolean caused) throws SQLException {
    SQLException cause = caused ? new SQLException("odd answers") : null;
    CenoteDataSource pool = pool(b -> b);
    try (CenoteConnection connection = borrow(pool)) {
      if (caused) {
        connection.invalidateOnClose(cause);
      } else {
        connection.invalidateOnClose();
      }
      assertThat(log.events()).containsExactly("connected", "checkedOut", "softInvalidated");
    }
    assertThat(log.of("softInvalidated")).extracting(EventLog.Entry::cause).containsExactly(cause);
    Stage.eventually(() -> assertThat(log.of("closed")).hasSize(1));
    assertThat(log.of("invalidated")).isEmpty();
  }

  @Test
  void aConnectionThatDiesInUseIsInvalidatedWithTheDriversError() throws SQLException {
    CenoteDataSource pool = pool(b -> b);
    Connection connection = pool.getConnection();
    scene.database().killAll();
    log.clear();

    assertThatThrownBy(() -> Stage.use(connection)).isInstanceOf(SQLException.class);
    assertThat(log.events()).containsExactly("invalidated");
    assertThat(log.of("invalidated").get(0).cause()).isInstanceOf(SQLException.class);
    connection.close();

    log.assertTold("invalidated", "closed", "checkedIn");
  }

  @Test
  void anAbortByTheBorrowerIsAnInvalidation() throws SQLException {
    CenoteDataSource pool = pool(b -> b);
    Connection connection = pool.getConnection();
    log.clear();
    connection.abort(Runnable::run);

    log.assertTold("invalidated", "closed", "checkedIn");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDetachedConnectionThatIsInvalidatedIsToldAsSuch(boolean caused) throws SQLException {
    SQLException cause = caused ? new SQLException("half an answer") : null;
    CenoteDataSource pool = pool(b -> b);
    CenoteConnection connection = borrow(pool);
    log.clear();
    connection.detach();
    connection.invalidate(cause);

    assertThat(log.of("invalidated")).extracting(EventLog.Entry::cause).containsExactly(cause);
    log.assertTold("detached", "invalidated", "closeDetached");
  }

  // Checks.

  @Test
  void aFailedCheckIsToldWithItsErrorAndChangesNothing() throws SQLException {
    CenoteDataSource pool = pool(b -> b.validation(Validation.ALWAYS));
    borrowAndReturn(pool);
    borrowAndReturn(pool);
    assertThat(log.of("checkFailed")).isEmpty();
    log.clear();
    scene.database().on("isValid").once().failing("42000");

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
      assertThat(log.of("checkFailed").get(0).cause())
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42000"));
      log.assertTold("checkFailed", "invalidated", "closed", "connected", "checkedOut");
    }
  }

  @Test
  void aCheckThatAnswersNoIsToldWithoutAnError() throws SQLException {
    CenoteDataSource pool = pool(b -> b.validation(Validation.ALWAYS));
    borrowAndReturn(pool);
    log.clear();
    scene.database().killAll();

    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(2);
      assertThat(log.of("checkFailed").get(0).cause()).isNull();
      log.assertTold("checkFailed", "invalidated", "closed", "connected", "checkedOut");
    }
  }

  // Calls that hang.

  @Test
  void aResetThatHangsIsToldOnceAlthoughItReturnsLate() throws Exception {
    Gate gate = new Gate();
    CenoteDataSource pool = pool(b -> b.autoCommit(false).resetTimeout(Duration.ofSeconds(1)));
    scene.database().on("rollback").onlyConnection(1).waitFor(gate);
    Connection connection = pool.getConnection();
    Stage.use(connection);
    log.clear();
    Thread borrower =
        new Thread(() -> {
          try {
            connection.close();
          } catch (SQLException late) {
            // The reset of an aborted connection may well fail.
          }
        });
    borrower.start();
    gate.awaitArrival();

    Stage.eventually(() -> assertThat(log.of("checkedIn")).hasSize(1));
    gate.open();
    borrower.join(Stage.PATIENCE.toMillis());

    log.assertTold("reset", "invalidated", "closed", "checkedIn");
  }

  @Test
  void aPoolThatClosesTakesBorrowedConnectionsBack() throws SQLException {
    CenoteDataSource pool = pool(b -> b.shutdownTimeout(Duration.ofMillis(300)));
    Connection connection = pool.getConnection();
    log.clear();
    pool.close();

    log.assertTold("invalidated", "closed", "checkedIn");
    connection.close();
    assertThat(log.events()).isEmpty();
  }

  @Test
  void aConnectionThatIsTakenBackDuringItsCheckoutIsStillCheckedOutAndInOnce() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    ConnectionListener slow =
        new ConnectionListener() {
          @Override
          public void checkedOut(ConnectionContext context) {
            told.countDown();
            try {
              Customizers.await(taken);
            } catch (SQLException interrupted) {
              throw new IllegalStateException(interrupted);
            }
          }
        };
    CenoteDataSource pool =
        pool(b -> b.shutdownTimeout(Duration.ofMillis(200)).connectionListener(slow));
    Background<Connection> borrower = Background.call(pool::getConnection);
    Customizers.await(told);
    pool.close();
    Stage.eventually(() -> assertThat(log.of("closed")).hasSize(1));
    taken.countDown();

    assertThat(borrower.result().isClosed()).isTrue();
    log.assertTold("connected", "invalidated", "closed", "checkedOut", "checkedIn");
  }

  // Other kinds of pools.

  @Test
  void aDirectPoolTellsEachConnectionFromItsOpeningToItsClose() throws SQLException {
    CenoteDataSource pool = pool(b -> b.kind(PoolKind.DIRECT).poolSize(0).maxOverflow(1));
    borrowAndReturn(pool);
    borrowAndReturn(pool);
    Stage.eventually(() -> assertThat(log.of("closed")).hasSize(2));

    log.assertTold(
        "connected",
        "checkedOut",
        "reset",
        "checkedIn",
        "closed",
        "connected",
        "checkedOut",
        "reset",
        "checkedIn",
        "closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "PER_THREAD"})
  void aSharedConnectionIsCheckedOutByTheFirstAndInByTheLast(PoolKind kind) throws SQLException {
    CenoteDataSource pool = scene.pool(b -> b.kind(kind).connectionListener(log.listener()));
    Connection first = pool.getConnection();
    Connection second = pool.getConnection();
    first.close();
    log.assertTold("connected", "checkedOut");
    second.close();
    log.assertTold("reset", "checkedIn");
    borrowAndReturn(pool);
    log.assertTold("checkedOut", "reset", "checkedIn");
  }

  // Telling breaks nothing.

  /** Throws whatever it is told. */
  private static final class Broken implements ConnectionListener {
    private int told;

    @Override
    public void connected(ConnectionContext context) {
      fail();
    }

    @Override
    public void checkedOut(ConnectionContext context) {
      fail();
    }

    @Override
    public void checkedIn(ConnectionContext context) {
      fail();
    }

    @Override
    public void closed(ConnectionContext context) {
      fail();
    }

    private void fail() {
      told++;
      throw new StackOverflowError("a broken listener");
    }
  }

  @Test
  void whatAListenerThrowsChangesNothingAndTheOthersHear() throws SQLException {
    Broken broken = new Broken();
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .connectionListener(broken)
                .connectionListener(log.listener()));
    borrowAndReturn(pool);
    borrowAndReturn(pool);
    pool.close();

    assertThat(broken.told).isEqualTo(6);
    assertThat(scene.database().connectionsEver()).isEqualTo(1);
    log.assertTold(
        "connected",
        "checkedOut",
        "reset",
        "checkedIn",
        "checkedOut",
        "reset",
        "checkedIn",
        "closed");
  }

  @Test
  void listenersOfThePoolAreGivenToTheBuilderToo() throws Exception {
    List<PoolEvent> told = new CopyOnWriteArrayList<>();
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofMillis(20)).listener(told::add));
    try (Connection connection = Stage.borrowPatiently(pool)) {
      assertThat(Background.call(pool::getConnection).failure()).isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isFalse();
    }
    pool.resize(2, 0);
    pool.pause();
    pool.resume();
    pool.close();

    assertThat(told)
        .hasAtLeastOneElementOfType(PoolEvent.Opened.class)
        .hasAtLeastOneElementOfType(PoolEvent.AcquireTimedOut.class)
        .hasAtLeastOneElementOfType(PoolEvent.Resized.class)
        .hasAtLeastOneElementOfType(PoolEvent.Paused.class)
        .hasAtLeastOneElementOfType(PoolEvent.Resumed.class)
        .hasAtLeastOneElementOfType(PoolEvent.Closed.class);
  }
}
