package dev.cenote.liveness;

import dev.cenote.core.connect.Liveness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
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

  ChannelInput(LookSocket socket) {
    this.socket = socket;
  }

  /** Does not block. */
  Liveness look() {
    if (!reading.tryLock()) {
      return Liveness.UNCLEAR;
    }
    try {
      if (ahead.hasRemaining()) {
        return Liveness.UNCLEAR;
      }
      int count;
      ahead.clear();
      try {
        count = socket.channel().read(ahead);
      } finally {
        ahead.flip();
      }
      return switch (count) {
        case 0 -> Liveness.QUIET;
        case 1 -> Liveness.UNCLEAR;
        default -> Liveness.CLOSED;
      };
    } catch (IOException gone) {
      return Liveness.CLOSED;
    } finally {
      reading.unlock();
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
    reading.lock();
    try {
      if (ahead.hasRemaining()) {
        bytes[offset] = ahead.get();
        return 1;
      }
      ByteBuffer target = ByteBuffer.wrap(bytes, offset, Math.min(length, READ_MAX));
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

  @Override
  public int available() throws IOException {
    reading.lock();
    try {
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
