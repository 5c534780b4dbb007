package dev.cenote.liveness;

import dev.cenote.core.connect.Liveness;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * A socket that can be looked at: has its other end closed it, or sent something that nobody asked
 * for? To its driver it is like a plain socket in all respects.
 *
 * <p>Until {@link #settle} says that the attempt is over an interrupt ends a read or write, so that
 * an attempt that the pool has given up frees its thread and its socket.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // what others guard is volatile here
final class LookSocket extends ForwardingSocket {

  /** A plain socket that nobody has any more is closed by the JDK; a channel is not. */
  private static final Cleaner FORGOTTEN = Cleaner.create();

  private final SocketChannel channel;
  private final Readiness readable;
  private final Readiness writable;
  private final ChannelInput input = new ChannelInput(this);
  private final ChannelOutput output = new ChannelOutput(this);
  private volatile @Nullable InputStream plainInput; // only to ask how much is waiting
  private volatile int timeoutMillis;
  private volatile boolean settled;

  /** Something was written since the last read: a hint, which two threads may write at once. */
  private boolean asked;

  private final Cleaner.Cleanable remains;

  private LookSocket(SocketChannel channel, Selector reads) throws SocketException {
    super(channel.socket());
    this.channel = channel;
    this.readable = new Readiness(channel, SelectionKey.OP_READ, reads);
    this.writable = new Readiness(channel, SelectionKey.OP_WRITE, null);
    this.remains = FORGOTTEN.register(this, new Remains(channel, readable, writable));
  }

  /** One that is not connected. */
  static LookSocket open() throws IOException {
    return open(SelectorProvider.provider());
  }

  /**
   * One that is not connected. It has at once all that it needs to read, so that a system that has
   * too little for that refuses here and not in the middle of a login.
   */
  static LookSocket open(SelectorProvider provider) throws IOException {
    SocketChannel channel = provider.openSocketChannel();
    Selector selector = null;
    try {
      selector = provider.openSelector();
      return new LookSocket(channel, selector);
    } catch (IOException | RuntimeException | Error unable) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw unable;
    }
  }

  /** Whether its other end has closed it. Does not block; called while no driver call runs. */
  Liveness look() {
    return input.look();
  }

  /** Has the network ask now and then if the other end is there. */
  void keepAlive() {
    TcpKeepalive.ask(channel);
  }

  /** The attempt that it was made for has come to a connection. */
  void settle() {
    settled = true;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
      close();
      throw new UnknownHostException(address.getHostString()); // a channel does not say which
    }
    super.connect(endpoint, timeout);
    plainInput = super.getInputStream();
    channel.configureBlocking(false);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    requireConnected(isInputShutdown(), "input");
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    requireConnected(isOutputShutdown(), "output");
    return output;
  }

  private void requireConnected(boolean shutdown, String what) throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
    if (shutdown) {
      throw new SocketException("Socket " + what + " is shutdown");
    }
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    timeoutMillis = timeout;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    return timeoutMillis;
  }

  SocketChannel channel() {
    return channel;
  }

  int read(ByteBuffer target) throws IOException {
    try {
      return channel.read(target);
    } catch (IOException failure) {
      throw asOfASocket(failure);
    }
  }

  int write(ByteBuffer source) throws IOException {
    asked = true;
    try {
      return channel.write(source);
    } catch (IOException failure) {
      throw asOfASocket(failure);
    }
  }

  /** What a plain socket throws where a channel throws that. */
  private static SocketException asOfASocket(IOException failure) {
    if (failure instanceof SocketException already) {
      return already;
    }
    if (failure instanceof ClosedChannelException) {
      return Readiness.socketClosed();
    }
    SocketException same = new SocketException(failure.getMessage());
    same.initCause(failure);
    return same;
  }

  /**
   * Waits for the answer if something was asked: it is hardly ever there yet, and to find that out
   * by a read would cost a system call for each question.
   */
  void awaitAnswer() throws IOException {
    if (asked) {
      asked = false;
      awaitReadable();
    }
  }

  void awaitReadable() throws IOException {
    await(readable, timeoutMillis);
  }

  void awaitWritable() throws IOException {
    await(writable, 0);
  }

  private void await(Readiness readiness, int timeout) throws IOException {
    try {
      readiness.await(timeout, !settled);
    } catch (SocketException ended) {
      closeBecauseOf(ended); // closed from elsewhere, or by an interrupt: then here
      throw ended;
    }
  }

  private void closeBecauseOf(SocketException why) {
    try {
      close();
    } catch (IOException second) {
      why.addSuppressed(second);
    }
  }

  int waiting() throws IOException {
    InputStream plain = plainInput;
    try {
      return plain == null ? 0 : plain.available();
    } catch (ClosedChannelException closed) {
      throw Readiness.socketClosed();
    }
  }

  /** Frees whoever reads or writes. A channel that is registered stays half open until this. */
  @Override
  public void close() throws IOException {
    try {
      readable.close();
    } finally {
      try {
        writable.close();
      } finally {
        super.close();
      }
    }
    remains.clean();
  }

  /** What holds descriptors. It knows nothing of the socket, which else were never forgotten. */
  private record Remains(SocketChannel channel, Readiness readable, Readiness writable)
      implements Runnable {

    @Override
    public void run() {
      end(readable);
      end(writable);
      end(channel);
    }

    private static void end(Closeable one) {
      try {
        one.close();
      } catch (IOException unable) {
        return; // nobody is there to be told
      }
    }
  }
}
