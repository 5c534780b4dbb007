package dev.cenote.testkit.acceptance;

import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.database.UsersSocketFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plain sockets, of which the last can be filled: then a write waits for the other side to read, as
 * on a connection that has sent much to one that does not. Public, for drivers make it.
 */
public final class FillableSocketFactory extends UsersSocketFactory {

  /** Nothing was written for so long: it waits. */
  private static final long FULL_MILLIS = 500;

  private static final AtomicReference<Socket> LAST = new AtomicReference<>();

  /** As drivers call it. */
  public FillableSocketFactory() {}

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = super.createSocket();
    LAST.set(socket);
    return socket;
  }

  /** Writes to it, past the driver, until there is no room. Its other side must stand still. */
  static void fillTheLast() throws Exception {
    OutputStream out = LAST.get().getOutputStream();
    Semaphore written = new Semaphore(0);
    Background<?> unused =
        Background.call(() -> {
          byte[] some = new byte[8_192];
          while (true) {
            out.write(some); // until it is closed
            written.release();
          }
        });
    while (written.tryAcquire(FULL_MILLIS, TimeUnit.MILLISECONDS)) {
      written.drainPermits();
    }
  }
}
