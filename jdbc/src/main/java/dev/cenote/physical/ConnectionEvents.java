package dev.cenote.physical;

import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import dev.cenote.event.ResetState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who takes part in the life of a pool's connections, and who listens. Any thread. */
public final class ConnectionEvents {

  private final String pool;
  private final List<ConnectionCustomizer> atFirstConnect;
  private final List<ConnectionCustomizer> atConnect;
  private final List<ConnectionCustomizer> atCheckout;
  private final List<ConnectionCustomizer> atReset;
  private final List<ConnectionCustomizer> atCheckin;
  private final List<ConnectionListener> listeners;
  private final BiConsumer<ConnectionListener, Throwable> complaint;
  private final Set<ConnectionListener> broken = ConcurrentHashMap.newKeySet();

  /** Held by the first connect, which the others wait for. */
  private final ReentrantLock first = new ReentrantLock();

  private volatile boolean firstDone;

  private ConnectionEvents(
      String pool,
      List<ConnectionCustomizer> customizers,
      List<ConnectionListener> listeners,
      BiConsumer<ConnectionListener, Throwable> complaint) {
    this.pool = pool;
    this.atFirstConnect = overriding(customizers, "onFirstConnect");
    this.atConnect = overriding(customizers, "onConnect");
    this.atCheckout = overriding(customizers, "onCheckout");
    this.atReset = overriding(customizers, "onReset");
    this.atCheckin = overriding(customizers, "onCheckin");
    this.listeners = List.copyOf(listeners);
    this.complaint = complaint;
  }

  /**
   * For one pool; null if there is nobody.
   *
   * @param pool its name
   * @param complaint told of the first exception of each listener
   */
  public static @Nullable ConnectionEvents of(
      String pool,
      List<ConnectionCustomizer> customizers,
      List<ConnectionListener> listeners,
      BiConsumer<ConnectionListener, Throwable> complaint) {
    return customizers.isEmpty() && listeners.isEmpty()
        ? null
        : new ConnectionEvents(pool, customizers, listeners, complaint);
  }

  /** Those that do something there: the others need not be asked, nor prepared for. */
  private static List<ConnectionCustomizer> overriding(
      List<ConnectionCustomizer> customizers, String method) {
    return customizers.stream().filter(each -> overrides(each, method)).toList();
  }

  private static boolean overrides(ConnectionCustomizer customizer, String name) {
    for (var method : customizer.getClass().getMethods()) {
      if (method.getName().equals(name)
          && method.getDeclaringClass() != ConnectionCustomizer.class) {
        return true;
      }
    }
    return false;
  }

  String pool() {
    return pool;
  }

  // Customizers.

  /** A connection has been opened by the driver. */
  void connect(Connection raw, ConnectionContext context) throws SQLException {
    if (!atFirstConnect.isEmpty() && !firstDone) {
      firstConnect(raw, context);
    }
    for (ConnectionCustomizer each : atConnect) {
      each.onConnect(raw, context);
    }
    if ((!atFirstConnect.isEmpty() || !atConnect.isEmpty()) && !raw.getAutoCommit()) {
      raw.commit();
    }
  }

  private void firstConnect(Connection raw, ConnectionContext context) throws SQLException {
    try {
      first.lockInterruptibly();
    } catch (InterruptedException deadline) {
      throw (SQLException)
          new SQLTimeoutException("the first connection is still being set up", "HYT00")
              .initCause(deadline);
    }
    try {
      if (!firstDone) {
        for (ConnectionCustomizer each : atFirstConnect) {
          each.onFirstConnect(raw, context);
        }
        firstDone = true;
      }
    } finally {
      first.unlock();
    }
  }

  boolean customizesCheckout() {
    return !atCheckout.isEmpty();
  }

  void checkOut(Connection handle, ConnectionContext context) throws SQLException {
    for (ConnectionCustomizer each : atCheckout) {
      each.onCheckout(handle, context);
    }
  }

  boolean customizesReset() {
    return !atReset.isEmpty();
  }

  void reset(Connection raw, ResetState state, ConnectionContext context) throws SQLException {
    for (ConnectionCustomizer each : atReset) {
      each.onReset(raw, state, context);
    }
  }

  boolean customizesCheckin() {
    return !atCheckin.isEmpty();
  }

  void checkIn(Connection raw, ConnectionContext context) throws SQLException {
    for (ConnectionCustomizer each : atCheckin) {
      each.onCheckin(raw, context);
    }
  }

  // Listeners.

  /** Tells every listener; what it throws goes no further. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  void tell(Consumer<ConnectionListener> event) {
    for (ConnectionListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable thrown) { // even an Error must not cost the pool a slot
        complain(listener, thrown);
      }
    }
  }

  private void complain(ConnectionListener listener, Throwable thrown) {
    try {
      if (broken.add(listener)) {
        complaint.accept(listener, thrown);
      }
    } catch (RuntimeException | Error noWords) {
      // There is no one left to tell.
    }
  }
}
