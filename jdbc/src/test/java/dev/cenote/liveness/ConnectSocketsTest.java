package dev.cenote.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the sockets of an attempt, and of those that nobody has any more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectSocketsTest {

  private final LookSocketFactory factory = new LookSocketFactory();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Socket dial() throws IOException {
    return factory.createSocket(server.getInetAddress(), server.getLocalPort());
  }

  /** A system that has a descriptor for a socket, and none for a selector. */
  private static final class NoSelectors extends SelectorProvider {

    private final SelectorProvider system = SelectorProvider.provider();
    private SocketChannel last;

    @Override
    public AbstractSelector openSelector() throws IOException {
      throw new IOException("Too many open files");
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
      last = system.openSocketChannel();
      return last;
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
      return system.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
      return system.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
      return system.openPipe();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
      return system.openServerSocketChannel();
    }
  }

  @Test
  void whereNoSelectorCanBeOpenedTheSocketIsAPlainOneAndWorks() throws IOException {
    NoSelectors poor = new NoSelectors();
    try (ConnectSockets sockets = ConnectSockets.collect(poor);
        Socket near = dial();
        Socket far = server.accept()) {
      far.getOutputStream().write(42);

      assertThat(near.getInputStream().read()).isEqualTo(42);
      assertThat(near).isNotInstanceOf(LookSocket.class);
      assertThat(sockets.found(true)).isNull();
      assertThat(poor.last.isOpen()).as("the channel that was opened in vain").isFalse();
    }
  }

  @Test
  void ofAnAttemptThatFailedNothingStaysOpen() throws IOException {
    try (Socket first = attempt(false);
        Socket far = server.accept()) {
      assertThat(first.isClosed()).isTrue();
      assertThat(far.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatAConnectionHasComeOfStaysOpen() throws IOException {
    try (Socket near = attempt(true);
        Socket far = server.accept()) {
      far.setSoTimeout(50);

      assertThat(near.isClosed()).isFalse();
      assertThatThrownBy(far.getInputStream()::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private Socket attempt(boolean succeeds) throws IOException {
    try (ConnectSockets sockets = ConnectSockets.collect()) {
      Socket socket = dial();
      if (succeeds) {
        sockets.settle();
      }
      return socket;
    }
  }

  @Test
  void oneThatEverybodyHasForgottenIsClosedInTheEnd() throws IOException {
    attempt(true);
    try (Socket far = server.accept()) {
      far.setSoTimeout(50);

      Awaitility.await().until(() -> isEnded(far));
    }
  }

  private static boolean isEnded(Socket far) throws IOException {
    System.gc();
    try {
      return far.getInputStream().read() == -1;
    } catch (SocketTimeoutException open) {
      return false;
    }
  }
}
