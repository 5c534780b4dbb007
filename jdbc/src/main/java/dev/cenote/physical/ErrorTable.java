package dev.cenote.physical;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of one database product mean. Immutable; any thread may ask.
 *
 * <p>The most exact row decides: the vendor's code, then words of the message, then the whole
 * SQLState, then its class. What no row names is harmless, and a timeout of a statement always is.
 */
public final class ErrorTable {

  /** How many exceptions of a chain are looked at: more than any driver makes. */
  private static final int CHAIN_MAX = 64;

  /**
   * For drivers of which nothing more is known. To what holds for every product it adds the types
   * of exceptions, of which the Javadoc of java.sql says that the connection has to be opened
   * again, and what many servers have taken over from PostgreSQL together with its protocol: its
   * own states (the letter P makes them unmistakable), and 53300 and 25006, which have no other
   * meaning.
   */
  public static final ErrorTable STANDARD =
      builder()
          .trustTypes()
          .state("57P01", ErrorKind.DEAD)
          .state("57P02", ErrorKind.DEAD)
          .state("57P03", ErrorKind.DEAD)
          .state("57P04", ErrorKind.DEAD)
          .state("57P05", ErrorKind.DEAD)
          .state("53300", ErrorKind.SERVER_FULL)
          .state("25006", ErrorKind.ROLE_CHANGED)
          .build();

  private final Map<Integer, ErrorKind> codes;
  private final Map<String, ErrorKind> words;
  private final Map<String, ErrorKind> states;
  private final boolean trustsTypes;

  private ErrorTable(Builder rows) {
    this.codes = Map.copyOf(rows.codes);
    this.words = Map.copyOf(rows.words);
    this.states = Map.copyOf(rows.states);
    this.trustsTypes = rows.trustsTypes;
  }

  /** Begins a table with the rows that hold for every product. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The kinds of all errors in a failure: the exception, its causes and its next exceptions. Empty
   * if all of them are harmless. Does not block.
   */
  public Set<ErrorKind> kindsIn(Throwable failure) {
    EnumSet<ErrorKind> kinds = EnumSet.noneOf(ErrorKind.class);
    for (Throwable one : chainOf(failure)) {
      if (one instanceof SQLException error) {
        kinds.add(kindOf(error));
      }
    }
    kinds.remove(ErrorKind.HARMLESS);
    return kinds;
  }

  /** An exception with its causes and next exceptions, each once, however they are linked. */
  static Set<Throwable> chainOf(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty() && seen.size() < CHAIN_MAX) {
      Throwable one = open.remove();
      if (seen.add(one)) {
        addIfPresent(open, one.getCause());
        if (one instanceof SQLException error) {
          addIfPresent(open, error.getNextException());
        }
      }
    }
    return seen;
  }

  private static void addIfPresent(Deque<Throwable> open, @Nullable Throwable linked) {
    if (linked != null) {
      open.add(linked);
    }
  }

  /** The kind of one exception, without those that it is linked to. */
  ErrorKind kindOf(SQLException error) {
    if (error instanceof SQLTimeoutException) {
      return ErrorKind.HARMLESS;
    }
    ErrorKind exact = codes.get(error.getErrorCode());
    if (exact == null) {
      exact = kindOfWords(error.getMessage());
    }
    String state = error.getSQLState();
    if (exact == null && state != null) {
      exact = isResolutionUnknown(error, state) ? ErrorKind.HARMLESS : kindOfState(state);
    }
    if (exact == null && trustsTypes) {
      exact = kindOfType(error);
    }
    return exact == null ? ErrorKind.HARMLESS : exact;
  }

  private @Nullable ErrorKind kindOfWords(@Nullable String message) {
    if (message != null) {
      for (Map.Entry<String, ErrorKind> row : words.entrySet()) {
        if (message.contains(row.getKey())) {
          return row.getValue();
        }
      }
    }
    return null;
  }

  private @Nullable ErrorKind kindOfState(String state) {
    ErrorKind exact = states.get(state);
    return exact != null || state.length() < 2 ? exact : states.get(state.substring(0, 2));
  }

  /**
   * Amazon's wrapping driver throws 08007 after a failover inside a transaction: the outcome is
   * unknown, the connection is new and works. From others 08007 means that the link is gone.
   * Source: aws-advanced-jdbc-wrapper, docs/using-the-jdbc-driver/using-plugins, "Failover Plugin",
   * exception codes.
   */
  private static boolean isResolutionUnknown(SQLException error, String state) {
    return state.equals("08007") && error.getClass().getName().startsWith("software.amazon.");
  }

  private static @Nullable ErrorKind kindOfType(SQLException error) {
    if (error instanceof SQLRecoverableException
        || error instanceof SQLNonTransientConnectionException) {
      return ErrorKind.DEAD;
    }
    return error instanceof SQLInvalidAuthorizationSpecException ? ErrorKind.LOGIN_REFUSED : null;
  }

  /** Collects rows; a later row replaces an earlier one. Not thread-safe. */
  public static final class Builder {

    private final Map<Integer, ErrorKind> codes = new HashMap<>();
    private final Map<String, ErrorKind> words = new HashMap<>();
    private final Map<String, ErrorKind> states = new HashMap<>();
    private boolean trustsTypes;

    private Builder() {
      // ISO/IEC 9075-2, table "SQLSTATE class and subclass values": connection exception
      state("08", ErrorKind.DEAD);
      // the same table: invalid authorization specification
      state("28", ErrorKind.LOGIN_REFUSED);
      // The same source as for 08007: the wrapper has failed over and the connection works again.
      state("08S02", ErrorKind.HARMLESS);
    }

    /** Says what a SQLState means, or, with two characters, a class of them. */
    public Builder state(String stateOrClass, ErrorKind kind) {
      states.put(stateOrClass, kind);
      return this;
    }

    /** Says what a vendor's code means, whatever the SQLState. */
    public Builder code(int vendorCode, ErrorKind kind) {
      codes.put(vendorCode, kind);
      return this;
    }

    /** Says what words in the message mean, for drivers that give neither code nor state. */
    public Builder words(String partOfMessage, ErrorKind kind) {
      words.put(partOfMessage, kind);
      return this;
    }

    /** Also believes the exception's type, for drivers that use the types as JDBC means them. */
    public Builder trustTypes() {
      trustsTypes = true;
      return this;
    }

    /** The table. */
    public ErrorTable build() {
      return new ErrorTable(this);
    }
  }
}
