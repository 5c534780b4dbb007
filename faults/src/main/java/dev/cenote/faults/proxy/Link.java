package dev.cenote.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One proxied connection: a client's socket, a server's, and a thread for each direction. */
final class Link {

  private static final int BUFFER = 16 * 1024;

  private final Socket client;
  private final Socket server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private Weather weather;

  /** Guarded by {@link #lock}. */
  private boolean ended;

  Link(Socket client, Socket server, Weather weather) {
    this.client = client;
    this.server = server;
    this.weather = weather;
  }

  void start() {
    daemon(() -> pump(client, server, false), "to-server");
    daemon(() -> pump(server, client, true), "to-client");
  }

  void become(Weather next) {
    lock.lock();
    try {
      weather = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  /** Ends both sides; the client sees an end of the stream. */
  void close() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    closeQuietly(client);
    closeQuietly(server);
  }

  /** Ends both sides; the client sees a reset. */
  void reset() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException closed) {
      // then it has its end already
    }
    close();
  }

  private void pump(Socket from, Socket to, boolean fromServer) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Weather now = awaitPassing();
        if (fromServer && length > now.cutAfter()) {
          out.write(buffer, 0, now.cutAfter());
          break;
        }
        if (fromServer && !now.perByte().isZero()) {
          drip(out, buffer, length);
        } else {
          await(now.delay());
          out.write(buffer, 0, length);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the end of one side is the end of the other
    }
    close();
  }

  private void drip(OutputStream out, byte[] buffer, int length)
      throws IOException, InterruptedException {
    for (int i = 0; i < length; i++) {
      await(awaitPassing().perByte());
      out.write(buffer, i, 1);
    }
  }

  private Weather awaitPassing() throws InterruptedException {
    lock.lock();
    try {
      while (weather.held() && !ended) {
        changed.await();
      }
      return weather;
    } finally {
      lock.unlock();
    }
  }

  /** Lets this much time pass, or less if the link ends. */
  private void await(Duration time) throws InterruptedException {
    if (time.isZero()) {
      return;
    }
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !ended) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, "fault-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use any more
    }
  }

  /** Connects a client on with its server; the connect timeout is that of a machine nearby. */
  static Link between(Socket client, SocketAddress server, Weather weather) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, (int) TimeUnit.SECONDS.toMillis(2));
      socket.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      return new Link(client, socket, weather);
    } catch (IOException e) {
      closeQuietly(socket);
      throw e;
    }
  }
}
