package dev.cenote.physical.errors;

import dev.cenote.error.ErrorKind;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of one database product mean. Immutable; any thread may ask.
 *
 * <p>The first row that fits decides: those of the user, then those of the product, then {@link
 * #COMMON}. What no row names is harmless, and so is a timeout of a statement, unless the user says
 * otherwise.
 */
public final class ErrorTable {

  /** What holds for every product, after its own rows. */
  public static final List<ErrorRow> COMMON =
      new Builder()
          .source("S", "ISO/IEC 9075-2, \"SQLSTATE class and subclass values\"")
          .source(
              "W",
              "aws-advanced-jdbc-wrapper, UsingTheFailoverPlugin.md, \"Failover Exception Codes\"")
          .state("08S02", ErrorKind.HARMLESS, "[W] failed over: the same connection works again")
          .state("08", ErrorKind.DEAD, "[S] connection exception")
          .state("28", ErrorKind.LOGIN_REFUSED, "[S] invalid authorization specification")
          .rows;

  /**
   * For drivers of which nothing more is known. It adds the types of exceptions, of which the
   * Javadoc of java.sql says that the connection has to be opened again, and what many servers have
   * taken over from PostgreSQL together with its protocol: its own states (the letter P makes them
   * unmistakable), and 53300 and 25006, which have no other meaning.
   */
  public static final ErrorTable STANDARD =
      builder()
          .trustTypes()
          .source("A", "\"Appendix A. PostgreSQL Error Codes\" of its manual")
          .state("57P01", ErrorKind.DEAD, "[A] admin_shutdown")
          .state("57P02", ErrorKind.DEAD, "[A] crash_shutdown")
          .state("57P03", ErrorKind.DEAD, "[A] cannot_connect_now")
          .state("57P04", ErrorKind.DEAD, "[A] database_dropped")
          .state("57P05", ErrorKind.DEAD, "[A] idle_session_timeout")
          .state("25006", ErrorKind.ROLE_CHANGED, "[A] read_only_sql_transaction")
          .state("53300", ErrorKind.SERVER_FULL, "[A] too_many_connections")
          .build();

  private final List<ErrorRow> own;
  private final List<ErrorRow> rows;
  private final Map<String, String> sources;
  private final boolean trustsTypes;

  private ErrorTable(
      List<ErrorRow> own, List<ErrorRow> rows, Map<String, String> sources, boolean trustsTypes) {
    this.own = List.copyOf(own);
    this.rows = List.copyOf(rows);
    this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources)); // in order
    this.trustsTypes = trustsTypes;
  }

  static Builder builder() {
    return new Builder();
  }

  /**
   * This table with the user's own rows before all others.
   *
   * @param kinds by what the setting {@code errorKinds} has as keys: a SQLState, a class of them
   *     with a star, or a vendor's code. Five digits may be either, and are taken as both
   */
  public ErrorTable with(Map<String, ErrorKind> kinds) {
    if (kinds.isEmpty() && own.isEmpty()) {
      return this;
    }
    List<ErrorRow> first = new ArrayList<>();
    kinds.forEach((key, kind) -> addRows(first, key, kind));
    return new ErrorTable(first, rows, sources, trustsTypes);
  }

  private static void addRows(List<ErrorRow> rows, String key, ErrorKind kind) {
    String why = "the setting errorKinds";
    if (key.endsWith("*")) {
      rows.add(new ErrorRow(key.substring(0, key.length() - 1), null, null, kind, why));
      return;
    }
    if (key.length() == 5) {
      rows.add(0, new ErrorRow(key, null, null, kind, why)); // more exact than any class
    }
    if (key.matches("-?\\d+")) {
      rows.add(0, new ErrorRow(null, Integer.valueOf(key), null, kind, why));
    }
  }

  /** The product's rows, without {@link #COMMON}. */
  public List<ErrorRow> rows() {
    return rows;
  }

  /** Where its facts are from, by the mark that each row begins with. */
  public Map<String, String> sources() {
    return sources;
  }

  /** Whether an exception's type counts when no row fits. */
  public boolean trustsTypes() {
    return trustsTypes;
  }

  /**
   * The kinds of all errors in a failure: the exception, its causes and its next exceptions, see
   * {@link ErrorChain}. Empty if all of them are harmless. Does not block.
   *
   * <p>What caused an error that a row knows as harmless is not looked at: a wrapper that has
   * failed over, for example, may carry what it has dealt with.
   */
  public Set<ErrorKind> kindsIn(Throwable failure) {
    EnumSet<ErrorKind> kinds = EnumSet.noneOf(ErrorKind.class);
    ErrorChain.walk(
        failure,
        one -> {
          ErrorKind kind = one instanceof SQLException error ? kindOf(error) : null;
          if (kind != null) {
            kinds.add(kind);
          }
          return kind != ErrorKind.HARMLESS;
        });
    kinds.remove(ErrorKind.HARMLESS);
    return kinds;
  }

  /** The kind of one exception, without those that it is linked to; null if nothing is known. */
  private @Nullable ErrorKind kindOf(SQLException error) {
    ErrorKind kind = first(own, error);
    if (kind != null) {
      return kind;
    }
    if (error instanceof SQLTimeoutException) {
      return null; // whatever its state; but what caused it may prove more
    }
    if (isResolutionUnknown(error)) {
      return ErrorKind.HARMLESS;
    }
    kind = first(rows, error);
    if (kind == null) {
      kind = first(COMMON, error);
    }
    return kind == null && trustsTypes ? kindOfType(error) : kind;
  }

  private static @Nullable ErrorKind first(List<ErrorRow> rows, SQLException error) {
    for (ErrorRow row : rows) {
      if (row.fits(error)) {
        return row.kind();
      }
    }
    return null;
  }

  /**
   * Amazon's wrapping driver throws 08007 after a failover inside a transaction: the outcome is
   * unknown, the connection is new and works. From others 08007 means that the link is gone.
   * Source: as for 08S02.
   */
  private static boolean isResolutionUnknown(SQLException error) {
    return "08007".equals(error.getSQLState())
        && error.getClass().getName().startsWith("software.amazon.");
  }

  private static @Nullable ErrorKind kindOfType(SQLException error) {
    if (error instanceof SQLRecoverableException
        || error instanceof SQLNonTransientConnectionException) {
      return ErrorKind.DEAD;
    }
    return error instanceof SQLInvalidAuthorizationSpecException ? ErrorKind.LOGIN_REFUSED : null;
  }

  /** Collects rows; the order is that of deciding. Not thread-safe. */
  static final class Builder {

    private final List<ErrorRow> rows = new ArrayList<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private boolean trustsTypes;

    private Builder() {}

    /** Names a source; the rows from it begin with its mark in brackets. */
    Builder source(String mark, String title) {
      sources.put(mark, title);
      return this;
    }

    /** Says what a SQLState means, or, with two characters, a class of them. */
    Builder state(String stateOrClass, ErrorKind kind, String why) {
      return row(new ErrorRow(stateOrClass, null, null, kind, why));
    }

    /** Says what a vendor's code means, whatever the SQLState. */
    Builder code(int vendorCode, ErrorKind kind, String why) {
      return row(new ErrorRow(null, vendorCode, null, kind, why));
    }

    /** Says what words in the message mean, for drivers that give neither code nor state. */
    Builder words(String partOfMessage, ErrorKind kind, String why) {
      return row(new ErrorRow(null, null, partOfMessage, kind, why));
    }

    /** Any other row. */
    Builder row(ErrorRow row) {
      rows.add(row);
      return this;
    }

    /** Also believes the exception's type, for drivers that use the types as JDBC means them. */
    Builder trustTypes() {
      trustsTypes = true;
      return this;
    }

    /** The table. */
    ErrorTable build() {
      return new ErrorTable(List.of(), rows, sources, trustsTypes);
    }
  }
}
