package dev.cenote.physical;

import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.HashSet;
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

  /** What is set and not in {@code replacement} will be cleared by it. Those not known before. */
  Set<String> rememberAll(Properties replacement) throws SQLException {
    Set<String> names = new HashSet<>(replacement.stringPropertyNames());
    Properties present = raw.getClientInfo();
    if (present != null) {
      names.addAll(present.stringPropertyNames());
    }
    Set<String> added = new HashSet<>();
    for (String name : names) {
      if (remember(name)) {
        added.add(name);
      }
    }
    return added;
  }

  /** Sets it; those that were added for that and refused are forgotten, as by {@link #forget}. */
  void setAll(Properties replacement, Set<String> added) throws SQLException {
    try {
      raw.setClientInfo(replacement);
    } catch (Throwable failure) {
      Map<String, ClientInfoStatus> failed =
          failure instanceof SQLClientInfoException some ? some.getFailedProperties() : null;
      if (failed == null || failed.isEmpty()) { // some drivers do not say which
        forgetUnchanged(added, failure);
      } else {
        added.retainAll(failed.keySet());
        added.forEach(this::forget);
      }
      throw failure;
    }
  }

  private void forgetUnchanged(Set<String> names, Throwable failure) {
    try {
      for (String name : names) {
        initial.remove(name, valueOf(name));
      }
    } catch (Throwable unknown) { // the reset will put them back, or end the connection
      failure.addSuppressed(unknown);
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
