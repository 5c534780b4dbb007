package dev.cenote.liveness;

import dev.cenote.core.wait.VirtualThreads;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a channel that does not block can be read, or written, as a plain socket waits: with
 * a timeout, ended by a close from any thread, and not by an interrupt unless the thread is
 * virtual. (A channel that blocks would be closed by an interrupt on any thread.) One thread waits
 * at a time; {@link #close} may come from another.
 */
final class Readiness implements Closeable {

  private final SocketChannel channel;
  private final int operation;
  private @Nullable Selector selector; // guarded by this; nobody waits on this object
  private boolean registered; // guarded by this
  private boolean closed; // guarded by this

  /**
   * For one of the operations of a {@link java.nio.channels.SelectionKey}.
   *
   * @param selector what it will wait in, and closes; null to open one when it must wait
   */
  Readiness(SocketChannel channel, int operation, @Nullable Selector selector) {
    this.channel = channel;
    this.operation = operation;
    this.selector = selector;
  }

  /**
   * Waits.
   *
   * @param timeoutMillis 0: for ever
   * @param endsByInterrupt also on a thread that is not virtual
   * @throws SocketTimeoutException after the timeout
   * @throws SocketException if the socket is closed meanwhile, or an interrupt ends the wait, which
   *     the thread stays marked with
   */
  void await(int timeoutMillis, boolean endsByInterrupt) throws IOException {
    long start = timeoutMillis == 0 ? 0 : System.nanoTime();
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean interrupted = false;
    try {
      while (true) {
        long left = timeoutMillis == 0 ? 0 : timeoutNanos - (System.nanoTime() - start);
        if (timeoutMillis != 0 && left <= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        if (select((left + 999_999) / 1_000_000)) {
          return;
        }
        if (Thread.interrupted()) {
          interrupted = true;
          if (endsByInterrupt || VirtualThreads.isCurrent()) {
            throw new SocketException("Closed by interrupt");
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean select(long millis) throws IOException {
    try {
      return opened().select(key -> {}, millis) > 0;
    } catch (ClosedSelectorException closedMeanwhile) {
      throw socketClosed();
    }
  }

  private synchronized Selector opened() throws IOException {
    if (closed) {
      throw socketClosed();
    }
    Selector own = selector;
    if (own == null) {
      own = channel.provider().openSelector();
      selector = own;
    }
    if (!registered) {
      channel.register(own, operation); // not before it is connected: until then it blocks
      registered = true;
    }
    return own;
  }

  /** Ends whoever waits. Its channel can be closed for good only when this has been called. */
  @Override
  public void close() throws IOException {
    Selector own;
    synchronized (this) {
      closed = true;
      own = selector;
    }
    if (own != null) {
      own.close();
    }
  }

  static SocketException socketClosed() {
    return new SocketException("Socket closed");
  }
}
