package dev.cenote.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FaultProxyTest {

  private ServerSocket server;
  private FaultProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
    proxy = FaultProxy.before("127.0.0.1", server.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    assertThat(ask("hello")).isEqualTo("hello");
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void whatIsSaidComesThroughAndTheConnectionIsCounted() throws IOException {
    assertThat(ask("more")).isEqualTo("more");
    assertThat(proxy.accepted()).isEqualTo(1);
    assertThat(proxy.open()).isEqualTo(1);
  }

  @Test
  void afterAMoveNewConnectionsReachTheOtherServerAndOpenOnesStay() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      proxy.moveTo("127.0.0.1", other.getLocalPort());
      try (Socket moved = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
          Socket there = other.accept()) {
        moved.getOutputStream().write('x');
        assertThat(there.getInputStream().read()).isEqualTo('x');
      }
    }
    assertThat(ask("still")).isEqualTo("still");
  }

  @Test
  void inABlackHoleNothingComesAndAfterItEverythingDoes() throws IOException {
    proxy.all(Weather.BLACK_HOLE);
    say("kept");
    client.setSoTimeout(50);
    assertThatThrownBy(() -> hear(4)).isInstanceOf(SocketTimeoutException.class);

    proxy.all(Weather.FAIR);
    client.setSoTimeout(0);

    assertThat(hear(4)).isEqualTo("kept");
  }

  @Test
  void aForgottenConnectionIsSilentWhileNewOnesPass() throws IOException {
    proxy.open(Weather.BLACK_HOLE);
    say("lost");
    client.setSoTimeout(50);
    assertThatThrownBy(() -> hear(4)).isInstanceOf(SocketTimeoutException.class);
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      other.getOutputStream().write('x');
      assertThat(other.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aResetIsSeenAsOne() {
    proxy.reset();
    assertThatThrownBy(() -> hear(1))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(proxy.open()).isZero();
  }

  @Test
  void aDelayIsPaidInEachDirection() throws IOException {
    proxy.all(Weather.delay(Duration.ofMillis(20)));
    long began = System.nanoTime();
    assertThat(ask("late")).isEqualTo("late");
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(40_000_000);
  }

  @Test
  void aDripTakesItsTimeForEachByte() throws IOException {
    proxy.all(Weather.drip(Duration.ofMillis(10)));
    long began = System.nanoTime();
    assertThat(ask("drops")).isEqualTo("drops");
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void aMessageIsCutAndTheConnectionEnds() throws IOException {
    proxy.open(Weather.cut(3));
    say("message");
    assertThat(hear(7)).isEqualTo("mes");
    await().until(() -> proxy.open() == 0);
  }

  @Test
  void withoutAServerAClientIsTurnedAway() throws IOException {
    server.close();
    // The thread in accept() may take one more.
    await().until(this::isGone);
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  private boolean isGone() throws IOException {
    try (Socket direct = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      return !direct.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  private String ask(String text) throws IOException {
    say(text);
    return hear(text.length());
  }

  private void say(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String hear(int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  private void echo() {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> echo(socket), "echo");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      long unused = socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException ended) {
      // by the proxy
    }
  }
}
