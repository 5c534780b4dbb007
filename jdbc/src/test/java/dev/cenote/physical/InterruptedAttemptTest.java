package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.liveness.LookSocketFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt that the pool has given up: its thread is interrupted, whatever it was doing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedAttemptTest {

  private static final OpenAttempt ATTEMPT = new OpenAttempt(1, 1, TimeUnit.SECONDS.toNanos(10));
  private static final InitialState WITH_SQL =
      new InitialState(null, null, null, null, null, "SELECT hang()");

  private final RecordedConnection driver = new RecordedConnection();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** A connection whose statements wait for an answer of the server. */
  private Connection connect() throws SQLException {
    Socket near;
    try {
      near = new LookSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort());
    } catch (IOException unable) {
      throw new SQLException("no server", "08001", unable);
    }
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              if (method.getName().equals("createStatement")) {
                awaitAnswer(near);
              }
              return method.invoke(driver.connection(), arguments);
            });
  }

  private static void awaitAnswer(Socket near) throws SQLException {
    try {
      near.getInputStream().read();
    } catch (IOException ended) {
      throw new SQLException("I/O error", "08006", ended);
    }
  }

  @Test
  void isFreedWhileItsInitSqlHangsAndLeavesNoSocketBehind() throws Exception {
    JdbcConnector connector =
        new JdbcConnector(this::connect, Product.OTHER, WITH_SQL, ResetOnReturn.ROLLBACK);
    FutureTask<PhysicalConnection> open = new FutureTask<>(() -> connector.open(ATTEMPT));
    Thread thread = new Thread(open, "attempt");
    thread.setDaemon(true);
    thread.start();
    try (Socket far = server.accept()) {
      awaitStatementOf(thread);

      thread.interrupt();

      assertThatThrownBy(() -> open.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SocketException.class);
      assertThat(far.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static void awaitStatementOf(Thread thread) {
    Awaitility.await()
        .until(() ->
            Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitReadable")));
  }
}
