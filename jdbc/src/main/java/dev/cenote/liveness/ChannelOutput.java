package dev.cenote.liveness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** What goes to the server. */
final class ChannelOutput extends OutputStream {

  /** The JDK copies through a buffer of this size for each thread, and keeps it. */
  private static final int WRITE_MAX = 64 * 1024;

  private final LookSocket socket;
  private final ReentrantLock writing = new ReentrantLock();

  ChannelOutput(LookSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
    int end = source.limit();
    writing.lock();
    try {
      while (source.position() < end) {
        source.limit(Math.min(end, source.position() + WRITE_MAX));
        if (socket.write(source) == 0) {
          socket.awaitWritable();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Closes the socket, as the stream of a plain one does. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
