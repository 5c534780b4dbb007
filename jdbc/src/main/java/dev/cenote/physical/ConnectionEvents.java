package dev.cenote.physical;

import dev.cenote.error.Secrets;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import dev.cenote.event.ResetState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who takes part in the life of a pool's connections, and who listens. Any thread. */
public final class ConnectionEvents {

  private final String pool;
  private final Secrets secrets;
  private final List<ConnectionCustomizer> atFirstConnect;
  private final List<ConnectionCustomizer> atConnect;
  private final List<ConnectionCustomizer> atCheckout;
  private final List<ConnectionCustomizer> atReset;
  private final List<ConnectionCustomizer> atCheckin;
  private final List<ConnectionListener> listeners;
  private final boolean watchesBorrows;
  private final List<ConnectionCustomizer> customizers;
  private final FirstConnect first;
  private final BiConsumer<ConnectionListener, Throwable> complaint;
  private final Set<ConnectionListener> broken = ConcurrentHashMap.newKeySet();

  private ConnectionEvents(
      String pool,
      Secrets secrets,
      List<ConnectionCustomizer> customizers,
      List<ConnectionListener> listeners,
      BiConsumer<ConnectionListener, Throwable> complaint,
      FirstConnect first) {
    this.customizers = List.copyOf(customizers);
    this.first = first;
    this.pool = pool;
    this.secrets = secrets;
    this.atFirstConnect = overriding(customizers, "onFirstConnect");
    this.atConnect = overriding(customizers, "onConnect");
    this.atCheckout = overriding(customizers, "onCheckout");
    this.atReset = overriding(customizers, "onReset");
    this.atCheckin = overriding(customizers, "onCheckin");
    this.listeners = List.copyOf(listeners);
    this.watchesBorrows =
        !(atCheckout.isEmpty() && atReset.isEmpty() && atCheckin.isEmpty())
            || listeners.stream().anyMatch(ConnectionEvents::hearsOfBorrows);
    this.complaint = complaint;
  }

  /**
   * For one pool; null if there is nobody.
   *
   * @param pool its name
   * @param secrets what nobody is told
   * @param complaint told of the first exception of each listener
   * @param predecessor those that were before: if the customizers are the same, they have seen the
   *     first connection already
   */
  public static @Nullable ConnectionEvents of(
      String pool,
      Secrets secrets,
      List<ConnectionCustomizer> customizers,
      List<ConnectionListener> listeners,
      BiConsumer<ConnectionListener, Throwable> complaint,
      @Nullable ConnectionEvents predecessor) {
    if (customizers.isEmpty() && listeners.isEmpty()) {
      return null;
    }
    FirstConnect first =
        predecessor != null && predecessor.customizers.equals(customizers)
            ? predecessor.first
            : new FirstConnect();
    return new ConnectionEvents(pool, secrets, customizers, listeners, complaint, first);
  }

  /** Those that do something there: the others need not be asked, nor prepared for. */
  private static List<ConnectionCustomizer> overriding(
      List<ConnectionCustomizer> customizers, String method) {
    return customizers.stream()
        .filter(each -> overrides(each, ConnectionCustomizer.class, method))
        .toList();
  }

  private static boolean hearsOfBorrows(ConnectionListener listener) {
    return Stream.of("checkedOut", "reset", "checkedIn")
        .anyMatch(method -> overrides(listener, ConnectionListener.class, method));
  }

  /** True also where nothing is known of its methods, as in a native image without metadata. */
  private static boolean overrides(Object one, Class<?> type, String name) {
    boolean isKnown = false;
    for (var method : one.getClass().getMethods()) {
      if (method.getName().equals(name)) {
        if (method.getDeclaringClass() != type) {
          return true;
        }
        isKnown = true;
      }
    }
    return !isKnown;
  }

  /**
   * Whether somebody takes part when a connection is borrowed or given back, or hears of it. If
   * not, neither need be told.
   */
  public boolean watchesBorrows() {
    return watchesBorrows;
  }

  String pool() {
    return pool;
  }

  Secrets secrets() {
    return secrets;
  }

  // Customizers.

  /** A connection has been opened by the driver, in an attempt that may take so long. */
  void connect(Connection raw, ConnectionContext context, long limitNanos) throws SQLException {
    if (!atFirstConnect.isEmpty()) {
      first.once(limitNanos, () -> firstConnect(raw, context));
    }
    for (ConnectionCustomizer each : atConnect) {
      each.onConnect(raw, context);
    }
    if ((!atFirstConnect.isEmpty() || !atConnect.isEmpty()) && !raw.getAutoCommit()) {
      raw.commit();
    }
  }

  private void firstConnect(Connection raw, ConnectionContext context) throws SQLException {
    for (ConnectionCustomizer each : atFirstConnect) {
      each.onFirstConnect(raw, context);
    }
  }

  /** Whether a checkout may be refused. */
  public boolean customizesCheckout() {
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
