package dev.cenote.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.connect.Liveness;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket that can be looked at, and that is like a plain one in all else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookSocketTest {

  private ServerSocket server;
  private LookSocket near;
  private Socket far;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    near = LookSocket.open();
    near.connect(server.getLocalSocketAddress());
    far = server.accept();
    near.keepAlive();
    near.settle();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    server.close();
  }

  private void awaitLook(Liveness expected) {
    Awaitility.await().until(near::look, expected::equals);
  }

  private void send(int... bytes) throws IOException {
    for (int each : bytes) {
      far.getOutputStream().write(each);
    }
  }

  @Test
  void isQuietWhileNothingHappensHoweverOftenItIsLookedAt() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(near.look()).isEqualTo(Liveness.QUIET);
    }
  }

  @Test
  void isClosedWhenTheOtherEndHasEndedIt() throws IOException {
    far.close();

    awaitLook(Liveness.CLOSED);
    assertThat(near.look()).isEqualTo(Liveness.CLOSED);
    assertThat(near.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void isClosedWhenTheOtherEndHasResetIt() throws IOException {
    far.setSoLinger(true, 0);
    far.close();

    awaitLook(Liveness.CLOSED);
  }

  @Test
  void isUnclearWhenItWasClosedHereForItsDriverMayHaveMovedToAnother() throws IOException {
    near.close();

    assertThat(near.look()).isEqualTo(Liveness.UNCLEAR);
  }

  @Test
  void isUnclearWhenSomethingHasComeAndStaysSoUntilItIsRead() throws IOException {
    send(1, 2, 3);
    awaitLook(Liveness.UNCLEAR);
    assertThat(near.look()).isEqualTo(Liveness.UNCLEAR);

    InputStream input = near.getInputStream();
    Awaitility.await().until(() -> input.available() == 3);
    byte[] read = input.readNBytes(3);

    assertThat(read).containsExactly(1, 2, 3);
    assertThat(near.look()).isEqualTo(Liveness.QUIET);
  }

  @Test
  void whatALookHasReadComesFirst() throws IOException {
    send(200);
    awaitLook(Liveness.UNCLEAR);
    send(7);

    assertThat(near.getInputStream().read()).isEqualTo(200);
    assertThat(near.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void whatALookHasReadIsThereAfterTheOtherEndHasClosed() throws IOException {
    send(9);
    awaitLook(Liveness.UNCLEAR);
    far.close();

    assertThat(near.getInputStream().read()).isEqualTo(9);
    assertThat(near.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aReadEndsAfterTheTimeoutAndTheNextOneReads() throws IOException {
    near.setSoTimeout(20);
    InputStream input = near.getInputStream();

    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    near.setSoTimeout(0);
    send(5);
    assertThat(input.read()).isEqualTo(5);
  }

  @Test
  void aReadWaitsForWhatComesLater() throws Exception {
    FutureTask<Integer> read = reader();
    start(read);
    send(42);

    assertThat(read.get()).isEqualTo(42);
  }

  private FutureTask<Integer> reader() throws IOException {
    InputStream input = near.getInputStream();
    return new FutureTask<>((Callable<Integer>) input::read);
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "reader");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    Awaitility.await()
        .until(() ->
            Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Readiness.class.getName())));
  }

  @Test
  void whileItIsReadFromALookTellsNothing() throws Exception {
    FutureTask<Integer> read = reader();
    awaitWaiting(start(read));

    assertThat(near.look()).isEqualTo(Liveness.UNCLEAR);
    send(1);
    assertThat(read.get()).isEqualTo(1);
  }

  @Test
  void whileItIsReadFromWhatIsWaitingCanBeAsked() throws Exception {
    FutureTask<Integer> read = reader();
    awaitWaiting(start(read));

    assertThat(near.getInputStream().available()).isZero();
    send(1);
    assertThat(read.get()).isEqualTo(1);
  }

  @Test
  void aCloseFromAnotherThreadEndsARead() throws Exception {
    FutureTask<Integer> read = reader();
    awaitWaiting(start(read));

    near.close();

    assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketException.class);
    assertThat(far.getInputStream().read()).as("what the other end sees").isEqualTo(-1);
  }

  @Test
  void anInterruptLeavesAReadAloneAndStaysToBeSeen() throws Exception {
    InputStream input = near.getInputStream();
    CompletableFuture<Boolean> marked = new CompletableFuture<>();
    FutureTask<Integer> read =
        new FutureTask<>(() -> {
          int first = input.read();
          marked.complete(Thread.currentThread().isInterrupted());
          return first;
        });
    Thread thread = start(read);
    awaitWaiting(thread);

    thread.interrupt();
    thread.interrupt();
    awaitWaiting(thread);
    send(3);

    assertThat(read.get()).isEqualTo(3);
    assertThat(marked.get()).isTrue();
  }

  @Test
  void anInterruptEndsALoginThatHangs() throws Exception {
    LookSocket fresh = LookSocket.open();
    fresh.connect(server.getLocalSocketAddress());
    try (Socket accepted = server.accept()) {
      InputStream input = fresh.getInputStream();
      FutureTask<Integer> read = new FutureTask<>((Callable<Integer>) input::read);
      Thread thread = start(read);
      awaitWaiting(thread);

      thread.interrupt();

      assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SocketException.class);
      assertThat(fresh.isClosed()).isTrue();
      assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void moreThanTheNetworkHoldsIsWrittenAndReadAsItWas() throws Exception {
    byte[] sent = new byte[20_000_000];
    new Random(1).nextBytes(sent);
    FutureTask<byte[]> received =
        new FutureTask<>(() -> far.getInputStream().readNBytes(sent.length));
    start(received);
    near.getOutputStream().write(sent);
    assertThat(received.get()).isEqualTo(sent);

    FutureTask<Void> back =
        new FutureTask<>(() -> {
          far.getOutputStream().write(sent);
          return null;
        });
    start(back);
    assertThat(near.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  @Test
  void aCloseFromAnotherThreadEndsAWriteThatNobodyReads() throws Exception {
    byte[] much = new byte[20_000_000];
    FutureTask<Void> write =
        new FutureTask<>(() -> {
          near.getOutputStream().write(much);
          return null;
        });
    awaitWaiting(start(write));

    near.close();

    assertThatThrownBy(() -> write.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketException.class);
  }

  @Test
  void theNetworkAsksIfTheOtherEndIsThere() throws IOException {
    assertThat(near.getKeepAlive()).isTrue();
    assertThat(near.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
  }

  @Test
  void aWriteToWhatTheOtherEndHasResetFailsAsThatOfAPlainSocketDoes() throws IOException {
    far.setSoLinger(true, 0);
    far.close();
    byte[] some = new byte[1_000];

    assertThatThrownBy(
            () -> {
              while (true) {
                near.getOutputStream().write(some);
              }
            })
        .isInstanceOf(SocketException.class)
        .hasMessageNotContaining("closed");
  }

  @Test
  void aHostThatIsNotKnownIsNamed() throws IOException {
    try (LookSocket fresh = LookSocket.open()) {
      assertThatThrownBy(
              () -> fresh.connect(InetSocketAddress.createUnresolved("db.invalid", 5432), 1_000))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("db.invalid");
      assertThat(fresh.isClosed()).isTrue();
    }
  }

  @Test
  void whatCanBeSetOnAPlainSocketCanBeSetHere() throws IOException {
    near.setTcpNoDelay(true);
    near.setKeepAlive(false);
    near.setSoLinger(true, 3);
    near.setReceiveBufferSize(100_000);

    assertThat(near.getTcpNoDelay()).isTrue();
    assertThat(near.getKeepAlive()).isFalse();
    assertThat(near.getSoLinger()).isEqualTo(3);
    assertThat(near.getPort()).isEqualTo(server.getLocalPort());
    assertThat(near.getInetAddress()).isEqualTo(server.getInetAddress());
    assertThat(near.getChannel()).isNull();
    assertThatThrownBy(() -> near.setSoTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyMethodOfASocketIsAnswered() {
    for (Method method : Socket.class.getMethods()) {
      if (method.getDeclaringClass() == Socket.class && !Modifier.isStatic(method.getModifiers())) {
        assertThat(LookSocket.class)
            .as("a Socket's %s", method)
            .satisfies(type ->
                assertThat(
                        type.getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .isNotEqualTo(Socket.class));
      }
    }
  }

  @Test
  void afterItsEndItRefusesAsAPlainSocketDoes() throws IOException {
    near.close();

    assertThat(near.isClosed()).isTrue();
    assertThatThrownBy(near::getInputStream).isInstanceOf(SocketException.class);
    assertThatThrownBy(near::getOutputStream).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> near.setSoTimeout(1)).isInstanceOf(SocketException.class);
    near.close();
  }
}
