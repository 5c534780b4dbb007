package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC state of one physical connection and its transaction, with the manners of PostgreSQL's
 * driver: a statement outside auto-commit begins a transaction; read-only and isolation cannot
 * change within one; a schema that was set within one is put back by a rollback.
 *
 * <p>Not safe for threads: guarded by the lock of its {@link FakeSession}.
 */
final class SessionState {

  private static final Set<String> READING =
      Set.of("SELECT", "SHOW", "VALUES", "WITH", "SET", "RESET", "DISCARD", "");

  boolean autoCommit = true;
  boolean readOnly;
  int isolation = Connection.TRANSACTION_READ_COMMITTED;
  int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
  int networkTimeoutMillis;
  @Nullable String catalog = "fake";
  @Nullable String schema = "public";
  final Properties clientInfo = new Properties();
  Map<String, Class<?>> typeMap = new HashMap<>();
  @Nullable SQLWarning warnings;

  private boolean inTransaction;
  private @Nullable String schemaBefore;
  private final List<String> uncommitted = new ArrayList<>();

  /** Takes over the settings, not the transaction, of {@code other}. */
  void copyFrom(SessionState other) {
    autoCommit = other.autoCommit;
    readOnly = other.readOnly;
    isolation = other.isolation;
    holdability = other.holdability;
    networkTimeoutMillis = other.networkTimeoutMillis;
    catalog = other.catalog;
    schema = other.schema;
  }

  boolean inTransaction() {
    return inTransaction;
  }

  /** What a rollback now would undo, oldest first. */
  List<String> uncommitted() {
    return List.copyOf(uncommitted);
  }

  /**
   * Executes one statement as far as transactions are concerned.
   *
   * @return the statements that are now durable
   */
  List<String> execute(String sql) throws SQLException {
    String verb = verb(sql);
    switch (verb) {
      case "BEGIN", "START" -> begin();
      case "COMMIT", "END" -> {
        return commit();
      }
      case "ROLLBACK" -> rollBack();
      default -> {
        return executeOrdinary(verb, sql);
      }
    }
    return List.of();
  }

  void begin() {
    if (!inTransaction) {
      inTransaction = true;
      schemaBefore = schema;
    }
  }

  void beginUnlessAutoCommit() {
    if (!autoCommit) {
      begin();
    }
  }

  /** Ends the transaction, if there is one; returns the statements that are now durable. */
  List<String> commit() {
    inTransaction = false;
    List<String> durable = uncommitted();
    uncommitted.clear();
    return durable;
  }

  /** Ends the transaction, if there is one, and undoes what happened in it. */
  void rollBack() {
    if (inTransaction) {
      schema = schemaBefore;
    }
    inTransaction = false;
    uncommitted.clear();
  }

  void requireNoTransaction(String what) throws SQLException {
    if (inTransaction) {
      throw new SQLException("Cannot change " + what + " in the middle of a transaction.", "25001");
    }
  }

  void requireNoAutoCommit(String verb) throws SQLException {
    if (autoCommit) {
      throw new SQLException("Cannot " + verb + " when autoCommit is enabled.", "25P01");
    }
  }

  void addWarning(SQLWarning warning) {
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  static boolean returnsRows(String sql) {
    return switch (verb(sql)) {
      case "SELECT", "SHOW", "VALUES", "WITH" -> true;
      default -> false;
    };
  }

  private List<String> executeOrdinary(String verb, String sql) throws SQLException {
    beginUnlessAutoCommit();
    if (READING.contains(verb)) {
      return List.of();
    }
    if (readOnly) {
      throw new SQLException("cannot execute " + verb + " in a read-only transaction", "25006");
    }
    if (inTransaction) {
      uncommitted.add(sql);
      return List.of();
    }
    return List.of(sql);
  }

  private static String verb(String sql) {
    String text = sql.strip();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }
}
