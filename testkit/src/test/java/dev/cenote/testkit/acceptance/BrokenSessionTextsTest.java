package dev.cenote.testkit.acceptance;

import static dev.cenote.testkit.database.PostgresServerView.backendOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pool says of sessions that a real server ends, forbids to write, or answers no more. */
@Timeout(120)
class BrokenSessionTextsTest {

  @RegisterExtension private static final OrdersServer SERVER = new OrdersServer();

  private static final Duration SOON = Duration.ofMillis(600);

  @RegisterExtension private final LogLines log = new LogLines();

  /** The process at the server of the connection that lies idle after this. */
  private static int usedOnce(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      return backendOf(connection);
    }
  }

  private static void terminate(int backend) throws SQLException {
    SERVER.execute("SELECT pg_terminate_backend(" + backend + ", 20000)");
  }

  /** The end of a session is known to the server before the client's socket has it. */
  private static void idleForAMoment() {
    Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
  }

  @Test
  void anIdleSessionThatTheServerEndedIsNamedDead() throws Exception {
    CenoteDataSource pool = SERVER.pool(b -> b.poolSize(1));
    terminate(usedOnce(pool));
    idleForAMoment();
    int unused = usedOnce(pool);

    PageExample.assertSaid(log.awaited(ErrorCode.FOUND_DEAD), ErrorCode.FOUND_DEAD);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "signals to a server's processes")
  void aSessionThatDoesNotAnswerItsCheckIsNamedWithTheThreadThatWaited() throws Exception {
    CenoteDataSource pool =
        SERVER.pool(
            b -> b.poolSize(3).maxOverflow(0).validation(Validation.ALWAYS).checkTimeout(SOON));
    List<Connection> others = List.of(pool.getConnection(), pool.getConnection());
    int backend = usedOnce(pool);
    ServerProcess.whileItStands(backend, () -> usedOnce(pool));
    for (Connection other : others) {
      other.close();
    }

    PageExample.assertSaid(log.awaited(ErrorCode.CHECK_UNANSWERED), ErrorCode.CHECK_UNANSWERED);
  }

  @Test
  void aServerThatTakesNoWritesAnyMoreHasAnotherRole() throws Exception {
    try (Connection connection = SERVER.pool(b -> b).getConnection();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("CREATE TABLE sold (item INTEGER)");
      SERVER.execute("ALTER SYSTEM SET default_transaction_read_only = on");
      SERVER.execute("SELECT pg_reload_conf()");
      Stage.eventually(() ->
          assertThat(catchThrowable(() -> statement.execute("INSERT INTO sold VALUES (1)")))
              .isNotNull());
    } finally {
      SERVER.execute("ALTER SYSTEM RESET default_transaction_read_only");
      SERVER.execute("SELECT pg_reload_conf()");
    }

    PageExample.assertSaid(log.awaited(ErrorCode.ROLE_CHANGED), ErrorCode.ROLE_CHANGED);
  }

  @Test
  void aBorrowedSessionThatTheServerEndedIsToldWithWhatTheServerSaid() throws Exception {
    try (Connection connection = SERVER.pool(b -> b).getConnection()) {
      terminate(backendOf(connection));
      Throwable unused = catchThrowable(() -> Stage.use(connection));
    }

    PageExample.assertSaid(log.awaited(ErrorCode.BROKE_IN_USE), ErrorCode.BROKE_IN_USE);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "signals to a server's processes")
  void aCloseForWhichTheNetworkHasNoRoomIsNamedWithTheThreadThatHangs() throws Exception {
    CenoteDataSource pool =
        SERVER.pool(b ->
            b.poolSize(1)
                .closeTimeout(SOON)
                .property("socketFactory", FillableSocketFactory.class.getName()));
    int backend = usedOnce(pool);
    ServerProcess.whileItStands(
        backend,
        () -> {
          FillableSocketFactory.fillTheLast();
          pool.invalidateAll();
          log.awaited(ErrorCode.CLOSE_UNANSWERED);
        });

    PageExample.assertSaid(log.awaited(ErrorCode.CLOSE_UNANSWERED), ErrorCode.CLOSE_UNANSWERED);
  }

  @Test
  void aSessionThatEndedWithItsTransactionOpenCannotBeReset() throws Exception {
    try (Connection connection = SERVER.pool(b -> b).getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
      terminate(backendOf(connection));
    }

    PageExample.assertSaid(log.awaited(ErrorCode.RESET_FAILED), ErrorCode.RESET_FAILED);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "signals to a server's processes")
  void aResetThatTheServerDoesNotAnswerIsNamedWithTheThreadThatWaited() throws Exception {
    Connection connection = SERVER.pool(b -> b.resetTimeout(SOON)).getConnection();
    connection.setAutoCommit(false);
    Stage.use(connection);
    ServerProcess.whileItStands(backendOf(connection), connection::close);

    PageExample.assertSaid(log.awaited(ErrorCode.RESET_UNANSWERED), ErrorCode.RESET_UNANSWERED);
  }
}
