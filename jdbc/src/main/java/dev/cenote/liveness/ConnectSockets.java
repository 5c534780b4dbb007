package dev.cenote.liveness;

import dev.cenote.core.connect.Liveness;
import java.io.IOException;
import java.net.Socket;
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

  private final List<LookSocket> made = new ArrayList<>();

  private ConnectSockets() {}

  /** From now on, on this thread, until it is closed there. */
  public static ConnectSockets collect() {
    ConnectSockets sockets = new ConnectSockets();
    CURRENT.set(sockets);
    return sockets;
  }

  /** A socket for whoever connects on this thread. */
  static Socket newSocket() throws IOException {
    ConnectSockets current = CURRENT.get();
    if (current == null) {
      return new Socket();
    }
    LookSocket socket = LookSocket.open();
    current.made.add(socket);
    return socket;
  }

  /**
   * The one socket of the connection that has come of it: what can be looked at. Null if there is
   * none or more than one, as with a driver that talks to several servers at once.
   *
   * @param keepalive whether to have the network ask now and then if the server is there
   * @throws IOException if the socket refuses: it may have been closed by now
   */
  public @Nullable Lookable settle(boolean keepalive) throws IOException {
    LookSocket found = null;
    int open = 0;
    for (LookSocket socket : made) {
      if (socket.isConnected() && !socket.isClosed()) {
        socket.settle(keepalive);
        found = socket;
        open++;
      }
    }
    return open == 1 && found != null ? new Lookable(found) : null;
  }

  /** The connect is over. */
  @Override
  public void close() {
    CURRENT.remove();
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

    /**
     * Closes it without asking the driver, which frees whoever is stuck in a call. Does not block.
     * Any thread.
     */
    public void close() throws IOException {
      socket.close();
    }
  }
}
