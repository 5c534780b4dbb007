package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.liveness.LookSocketFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes first in an abort where the socket is ours: its end, or the driver's own abort. */
class AbortOrderTest {

  private static final OpenAttempt ATTEMPT = new OpenAttempt(1, 1, TimeUnit.SECONDS.toNanos(10));

  private final RecordedConnection driver = new RecordedConnection();
  private ServerSocket server;
  private Socket near;
  private boolean openWhenTheDriverAborted;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    server.close();
  }

  private void openAndAbort(Product product) throws SQLException {
    JdbcConnector connector =
        new JdbcConnector(this::connect, product, InitialState.DRIVERS, ResetOnReturn.ROLLBACK);
    connector.abort(connector.open(ATTEMPT));
  }

  private Connection connect() throws SQLException {
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
              if (method.getName().equals("abort")) {
                openWhenTheDriverAborted = !near.isClosed();
              }
              return method.invoke(driver.connection(), arguments);
            });
  }

  @Test
  void mariaDbsDriverIsAskedWhileTheCallStillRunsForOnlyThenItKillsTheSession()
      throws SQLException {
    openAndAbort(Product.MYSQL);

    assertThat(openWhenTheDriverAborted).isTrue();
    assertThat(near.isClosed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Product.class,
      names = {"POSTGRESQL", "OTHER"})
  void elsewhereTheSocketIsClosedFirstForWhoIsStuckMayHoldALockOfTheDriver(Product product)
      throws SQLException {
    openAndAbort(product);

    assertThat(openWhenTheDriverAborted).isFalse();
    assertThat(near.isClosed()).isTrue();
  }

  @Test
  void aDriverThatCannotAbortLeavesNoSocketBehind() throws SQLException {
    driver.failing("abort", new SQLException("no second connection"));

    openAndAbort(Product.MYSQL);

    assertThat(near.isClosed()).isTrue();
  }
}
