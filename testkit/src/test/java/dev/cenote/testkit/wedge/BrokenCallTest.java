package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that throw what no driver should: a RuntimeException or an Error. */
@Timeout(60)
class BrokenCallTest {

  static final List<Supplier<Throwable>> FAILURES =
      List.of(
          () -> new SQLException("fake failure", "08006"),
          () -> new SQLException("fake failure without a state"),
          () -> new IllegalStateException("fake bug of the driver"),
          () -> new NullPointerException("fake bug of the driver"),
          () -> new StackOverflowError("fake"),
          () -> new NoClassDefFoundError("fake"),
          () -> new AbstractMethodError("fake"));

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void anErrorFromIsValidCostsOnlyItsConnection(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.POOL_SIZE, s -> s.validation(Validation.ALWAYS));
    Fault broken =
        scene
            .database()
            .on("isValid")
            .times(Scene.POOL_SIZE)
            .throwing(() -> new NoClassDefFoundError("fake"));

    scene.assertFullCapacity(kind, pool);

    assertThat(broken.hits()).isEqualTo(Scene.POOL_SIZE);
    assertThat(pool.stats().retired())
        .containsEntry(RetireReason.CHECK_FAILED, (long) Scene.POOL_SIZE);
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isZero());
  }

  @ParameterizedTest
  @EnumSource
  void aRuntimeExceptionFromRollbackCostsOnlyItsConnection(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.pool(s -> s);
    Connection soiled = Scene.borrowAndSoil(pool);
    Fault broken =
        scene
            .database()
            .on("rollback")
            .once()
            .throwing(() -> new IllegalStateException("fake bug of the driver"));

    assertThat(Scene.closeAside(kind, soiled).result()).as("close throws nothing").isTrue();

    assertThat(broken.hits()).isEqualTo(1);
    scene.assertFullCapacity(kind, pool);
    assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isZero());
  }

  static Stream<Arguments> everyFailure() {
    return FAILURES.stream().map(failure -> Arguments.of(failure.get().toString(), failure));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyFailure")
  void aConnectionThatRetiresIsClosedThoughItsWorkCannotBeEnded(
      String shown, Supplier<Throwable> failure) throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    Connection soiled = Scene.borrowAndSoil(pool);
    int number = scene.database().sessionOf(soiled).number();
    Fault broken = scene.database().on("rollback").once().throwing(failure);

    pool.invalidateAll();
    soiled.close();

    broken.awaitHit();
    Stage.eventually(
        () -> assertThat(scene.database().session(number).isOpen()).as(shown).isFalse());
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }

  @Test
  void aConnectionThatCouldNotBeSetUpIsAbortedIfItsCloseThrows() throws Exception {
    scene.database().on("getAutoCommit").once().failing("42000");
    scene.database().on("close").once().throwing(() -> new SQLException("fake", "25001"));
    CenoteDataSource pool = scene.pool(s -> s);

    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);

    assertThat(scene.database().session(1).isOpen()).as("left open").isFalse();
  }

  static Stream<Arguments> everyFailureOfEveryCall() {
    List<String> sites =
        List.of(
            "connect",
            "getAutoCommit",
            "isValid",
            "rollback",
            "setAutoCommit",
            "setNetworkTimeout",
            "setTransactionIsolation",
            "clearWarnings",
            "Statement.close",
            "close",
            "abort",
            "isClosed");
    return sites.stream()
        .flatMap(site -> FAILURES.stream().map(f -> Arguments.of(site, f.get().toString(), f)));
  }

  /** First while borrowers leave dirt behind, then while all connections are replaced. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyFailureOfEveryCall")
  void whateverACallThrowsThePoolIsWholeAfterwards(
      String site, String shown, Supplier<Throwable> failure) throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.POOL_SIZE, s -> s.validation(Validation.ALWAYS));
    Fault broken = scene.database().on(site).times(4).throwing(failure);
    for (int i = 0; i < 6; i++) {
      soilAndReturn(pool);
    }
    pool.invalidateAll();
    soilAndReturn(pool);
    soilAndReturn(pool);
    scene.database().on("rollback").once().failing("08006");
    soilAndReturn(pool);

    broken.lift();
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    Stage.eventually(() -> {
      assertThat(pool.stats().givenUp()).as(shown).isZero();
      assertThat(pool.stats().idle()).isEqualTo(pool.stats().permitted());
    });
  }

  /** A borrower's own calls may fail; giving back never does. */
  private static void soilAndReturn(CenoteDataSource pool) {
    Connection connection = null;
    try {
      connection = pool.getConnection();
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setNetworkTimeout(Runnable::run, 1_000);
      connection.setAutoCommit(false);
      connection.createStatement().executeUpdate("INSERT INTO numbers VALUES (1)");
    } catch (SQLException | RuntimeException | Error fromTheDriver) {
      assertThat(fromTheDriver).hasMessageContaining("fake");
    } finally {
      close(connection);
    }
  }

  private static void close(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException | RuntimeException | Error e) {
      throw new AssertionError("giving back must not fail", e);
    }
  }
}
