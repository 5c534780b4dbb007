package dev.cenote.liveness;

import dev.cenote.core.connect.Liveness;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a driver makes while it connects, on the thread that connects. Sockets that it
 * makes at other times, to cancel a statement say, are plain ones.
 */
public final class ConnectSockets implements AutoCloseable {

  /** While a connect is under way on this thread. */
  private static final ThreadLocal<ConnectSockets> CURRENT = new ThreadLocal<>();

  private final SelectorProvider provider;
  private final List<LookSocket> made = new ArrayList<>();
  private boolean settled;

  private ConnectSockets(SelectorProvider provider) {
    this.provider = provider;
  }

  /** From now on, on this thread, until it is closed there. */
  public static ConnectSockets collect() {
    return collect(SelectorProvider.provider());
  }

  static ConnectSockets collect(SelectorProvider provider) {
    ConnectSockets sockets = new ConnectSockets(provider);
    CURRENT.set(sockets);
    return sockets;
  }

  /** A socket for whoever connects on this thread. */
  static Socket newSocket() {
    ConnectSockets current = CURRENT.get();
    if (current == null) {
      return new Socket();
    }
    try {
      LookSocket socket = LookSocket.open(current.provider);
      current.made.add(socket);
      return socket;
    } catch (IOException | RuntimeException | OutOfMemoryError tooPoor) {
      return new Socket(); // it needs one descriptor where ours needs three, and no direct memory
    }
  }

  /**
   * The one socket of the connection that has come of it: what can be looked at. Null if there is
   * none or more than one, as with a driver that talks to several servers at once.
   *
   * @param keepalive whether to have the network ask now and then if the server is there
   */
  public @Nullable Lookable found(boolean keepalive) {
    LookSocket found = null;
    int open = 0;
    for (LookSocket socket : made) {
      if (socket.isConnected() && !socket.isClosed()) {
        if (keepalive) {
          socket.keepAlive();
        }
        found = socket;
        open++;
      }
    }
    return open == 1 && found != null ? new Lookable(found) : null;
  }

  /**
   * The connection is ready. Until now an interrupt of the thread closes the socket that it waits
   * for; from now on an interrupt is its borrower's affair.
   */
  public void settle() {
    settled = true;
    made.forEach(LookSocket::settle);
  }

  /** The attempt is over. If no connection has come of it nothing of it stays open. */
  @Override
  public void close() {
    CURRENT.remove();
    if (!settled) {
      made.forEach(ConnectSockets::drop);
    }
  }

  private static void drop(LookSocket socket) {
    try {
      socket.close();
    } catch (IOException | RuntimeException unable) {
      return; // nobody has it, and it can do no more
    }
  }

  /** The near end of one connection. */
  public static final class Lookable {

    private final LookSocket socket;

    private Lookable(LookSocket socket) {
      this.socket = socket;
    }

    /**
     * Whether its server has closed it. Takes about a microsecond and does not block; called by who
     * owns the connection, while no driver call runs on it.
     */
    public Liveness look() {
      return socket.look();
    }

    /** Whether it was closed at this end: its driver may have moved to another. */
    public boolean isClosed() {
      return socket.isClosed();
    }

    /**
     * Closes it without asking the driver, which frees whoever is stuck in a call. Does not block.
     * Any thread.
     */
    public void close() throws IOException {
      socket.close();
    }
  }
}
