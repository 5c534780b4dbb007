package dev.cenote.handle;

import dev.cenote.physical.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user of a {@link LazyConnection} has set, for the connections that it is going to take.
 * Guarded by the lock of that connection.
 */
final class LazyMemory {

  /**
   * A hint, says JDBC. SQLite's driver refuses it, which Spring overlooks at the setter; so it must
   * not come back as the failure of a statement. If the connection is dead, the statement says so.
   */
  static final String READ_ONLY = "readOnly";

  /** A call of a connection that sets something. */
  interface Setter {
    void on(Connection connection) throws SQLException;
  }

  /** What was set, and how. */
  record Value(@Nullable Object value, Setter setter) {}

  private final Map<String, Value> values = new LinkedHashMap<>();

  /** What is said of {@code x} replaces all that was said of {@code x y}. */
  void put(String property, @Nullable Object value, Setter setter) {
    values.keySet().removeIf(earlier -> earlier.startsWith(property + " "));
    values.put(property, new Value(value, setter));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  @Nullable Value get(String property) {
    return values.get(property);
  }

  private static boolean isOverlooked(Throwable refused) {
    return Refusal.is(refused)
        || (refused instanceof SQLException && !(refused instanceof SQLTimeoutException));
  }

  /** Sets all of it, in the order in which it was first said. */
  void applyTo(Connection connection) throws SQLException {
    for (Map.Entry<String, Value> each : values.entrySet()) {
      try {
        each.getValue().setter().on(connection);
      } catch (SQLException | RuntimeException | Error refused) {
        if (!each.getKey().equals(READ_ONLY) || !isOverlooked(refused)) {
          throw refused;
        }
      }
    }
  }
}
