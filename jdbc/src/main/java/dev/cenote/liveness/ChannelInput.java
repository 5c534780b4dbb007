package dev.cenote.liveness;

import dev.cenote.core.connect.Liveness;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What comes from the server. A byte that a look has read goes back in front of it: reads and
 * {@code available} see it as if there had been no look.
 */
final class ChannelInput extends InputStream {

  /** The JDK copies through a buffer of this size for each thread, and keeps it. */
  private static final int READ_MAX = 64 * 1024;

  private final LookSocket socket;
  private final ReentrantLock reading = new ReentrantLock();
  private final ByteBuffer ahead = ByteBuffer.allocateDirect(1).flip(); // guarded by reading
  private boolean torn; // guarded by reading

  ChannelInput(LookSocket socket) {
    this.socket = socket;
  }

  /** Does not block. */
  Liveness look() {
    if (!reading.tryLock()) {
      return Liveness.UNCLEAR;
    }
    try {
      if (torn) {
        return Liveness.CLOSED;
      }
      if (ahead.hasRemaining()) {
        return Liveness.UNCLEAR;
      }
      return switch (readAhead()) {
        case 0 -> Liveness.QUIET;
        case 1 -> Liveness.UNCLEAR;
        default -> Liveness.CLOSED;
      };
    } catch (ClosedChannelException closedHere) {
      return Liveness.UNCLEAR; // its driver has closed it, or has moved to another
    } catch (IOException gone) {
      return Liveness.CLOSED;
    } finally {
      reading.unlock();
    }
  }

  /**
   * An error of the stack may come anywhere in here, and then nobody can say what has become of the
   * byte. So the mark comes first and goes last; no call stands between it and the end.
   */
  private int readAhead() throws IOException {
    torn = true;
    ahead.clear();
    int count;
    IOException gone = null;
    try {
      count = socket.channel().read(ahead);
    } catch (IOException failure) {
      gone = failure;
      count = -1;
    }
    ahead.flip();
    torn = false;
    if (gone != null) {
      throw gone;
    }
    return count;
  }

  private void requireWhole() throws IOException {
    if (torn) {
      socket.close();
      throw new SocketException("Socket closed: the stack ended while it was looked at");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    lockForReading();
    try {
      requireWhole();
      if (ahead.hasRemaining()) {
        bytes[offset] = ahead.get();
        return 1;
      }
      ByteBuffer target = ByteBuffer.wrap(bytes, offset, Math.min(length, READ_MAX));
      socket.awaitAnswer();
      while (true) {
        int count = socket.read(target);
        if (count != 0) {
          return count;
        }
        socket.awaitReadable();
      }
    } finally {
      reading.unlock();
    }
  }

  /**
   * As long as a read may take: a driver that sets a short timeout and reads, to get rid of a
   * connection that another thread reads from, must not wait for that thread.
   */
  private void lockForReading() throws IOException {
    if (reading.tryLock()) {
      return;
    }
    int millis = socket.getSoTimeout();
    if (millis == 0) {
      reading.lock();
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (reading.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
          throw new SocketTimeoutException("Read timed out");
        } catch (InterruptedException later) { // no read of a plain socket ends by it
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public int available() throws IOException {
    if (!reading.tryLock()) { // by who reads, and therefore has taken what was ahead
      return socket.waiting();
    }
    try {
      requireWhole();
      return ahead.remaining() + socket.waiting();
    } finally {
      reading.unlock();
    }
  }

  /** Closes the socket, as the stream of a plain one does. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
