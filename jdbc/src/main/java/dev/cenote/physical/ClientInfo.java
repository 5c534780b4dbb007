package dev.cenote.physical;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The client info that borrowers changed, name by name, with what it was before. A name that was
 * changed once is put back whenever the client info is reset.
 */
final class ClientInfo {

  private final Connection raw;

  /** Name to initial value; an empty value stands for none. */
  private final Map<String, String> initial = new ConcurrentHashMap<>(0);

  ClientInfo(Connection raw) {
    this.raw = raw;
  }

  /** Whether it was not known before. */
  boolean remember(String name) throws SQLException {
    return !initial.containsKey(name) && initial.putIfAbsent(name, valueOf(name)) == null;
  }

  /** The driver does not take it: nobody has changed it. */
  void forget(String name) {
    initial.remove(name);
  }

  private String valueOf(String name) throws SQLException {
    try {
      String value = raw.getClientInfo(name);
      return value == null ? "" : value;
    } catch (Throwable failure) {
      if (!Refusal.is(failure)) {
        throw failure;
      }
      return "";
    }
  }

  /** What is set and not in {@code replacement} will be cleared by it. */
  void rememberAll(Properties replacement) throws SQLException {
    Properties present = raw.getClientInfo();
    if (present != null) {
      rememberAll(present.stringPropertyNames());
    }
    rememberAll(replacement.stringPropertyNames());
  }

  private void rememberAll(Set<String> names) throws SQLException {
    for (String name : names) {
      boolean unused = remember(name);
    }
  }

  void putBack() throws SQLException {
    for (Map.Entry<String, String> entry : initial.entrySet()) {
      String value = entry.getValue();
      if (value.isEmpty()) {
        clear(entry.getKey());
      } else {
        raw.setClientInfo(entry.getKey(), value);
      }
    }
  }

  /**
   * MariaDB's driver (4.0.0) keeps client info to itself, in a map that it gives out, and breaks
   * down when told to forget some.
   */
  private void clear(String name) throws SQLException {
    try {
      raw.setClientInfo(name, null);
    } catch (NullPointerException unable) {
      raw.setClientInfo(name, "");
      Properties drivers = raw.getClientInfo();
      if (drivers != null) {
        drivers.remove(name);
      }
    }
  }
}
