package dev.cenote.bench;

import dev.cenote.core.connect.Liveness;
import dev.cenote.liveness.ConnectSockets;
import dev.cenote.liveness.ConnectSockets.Lookable;
import dev.cenote.liveness.LookSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to look at a connection before it is lent, beside the shortest round trip that
 * there can be, of one byte over the loopback: {@code java -cp bench/target/cenote-bench.jar
 * org.openjdk.jmh.Main LookBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookBenchmark {

  @SuppressWarnings("NullAway.Init") // JMH calls connect() before anything else
  private ServerSocket server;

  @SuppressWarnings("NullAway.Init") // as above
  private Socket near;

  @SuppressWarnings("NullAway.Init") // as above
  private Lookable lookable;

  /** A connection to a server that sends back what it gets. */
  @Setup
  public void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try (ConnectSockets sockets = ConnectSockets.collect()) {
      near = new LookSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort());
      lookable = Objects.requireNonNull(sockets.found(false));
      sockets.settle();
    }
    near.setTcpNoDelay(true);
    Socket far = server.accept();
    far.setTcpNoDelay(true);
    Thread echo = new Thread(() -> echo(far), "echo");
    echo.setDaemon(true);
    echo.start();
  }

  private static void echo(Socket far) {
    try (far) {
      far.getInputStream().transferTo(far.getOutputStream());
    } catch (IOException ended) {
      return; // the benchmark is over
    }
  }

  /** The end. */
  @TearDown
  public void close() throws IOException {
    near.close();
    server.close();
  }

  /** One look. */
  @Benchmark
  public Liveness look() {
    return lookable.look();
  }

  /** One round trip. */
  @Benchmark
  public int roundTrip() throws IOException {
    near.getOutputStream().write(1);
    return near.getInputStream().read();
  }
}
