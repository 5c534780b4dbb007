package dev.cenote.physical;

import dev.cenote.physical.errors.ErrorChain;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server that has refused to write has another role now, or refused because of what the
 * borrower had asked for.
 *
 * <p>On the borrower's thread nobody asks the server: the call might hang, and in PostgreSQL's
 * failed transaction every query fails. What is known there without a call decides, where it can;
 * else the question is put off to the reset, which has a time limit and has put everything back
 * before it asks.
 */
final class RefusedWrite {

  /** MySQL's and MariaDB's ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION. */
  private static final int IN_READ_ONLY_TRANSACTION = 1792;

  private static final String POSTGRESQL =
      "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean";

  /** Each server has some of them; what it does not have it leaves out. */
  private static final String MYSQL =
      "SHOW VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only', 'innodb_read_only',"
          + " 'transaction_read_only', 'tx_read_only')";

  static final String TAKES_NONE = "the server takes no writes any more";

  private final Connection raw;
  private final SessionState session;
  private final Product product;

  RefusedWrite(SessionState session) {
    this.raw = session.raw;
    this.session = session;
    this.product = session.home().product();
  }

  /**
   * Whether that error is certain to say that the server has another role. If it may say so, the
   * reset is told to ask.
   *
   * @param readOnly whether the driver says that the connection is read-only. Not asked of MySQL's,
   *     which asks the server: that call might hang, and would tell of what SQL has set
   */
  boolean isOfTheServer(Throwable refusal, BooleanSupplier readOnly) {
    boolean ofReader = session.isReadOnly();
    if (ofReader && session.isForReaders()) {
      return false; // nobody is to write there
    }
    return switch (product) {
      case POSTGRESQL -> isOfPostgresql(readOnly.getAsBoolean(), ofReader);
      case MYSQL -> isOfMysql(refusal, ofReader);
      default -> !readOnly.getAsBoolean();
    };
  }

  /** The server tells its driver of both settings when they change, since PostgreSQL 14. */
  private boolean isOfPostgresql(boolean readOnly, boolean ofReader) {
    if (readOnly) {
      return ofReader && isPutOff(true); // else the URL says so
    }
    return "on".equals(reported("in_hot_standby"))
        || !session.mayBeInTransaction()
        || "on".equals(reported("default_transaction_read_only"))
        || isPutOff(false);
  }

  /** Of a reader it may be a replica's on purpose: its driver may lead it to one. */
  private boolean isOfMysql(Throwable refusal, boolean ofReader) {
    return (!ofReader && !isOfItsTransaction(refusal)) || isPutOff(ofReader);
  }

  private boolean isPutOff(boolean ofReader) {
    session.doubtRole(ofReader);
    return false;
  }

  /** What pgjdbc keeps in a field; null if it has not been told, or is another driver. */
  private @Nullable String reported(String parameter) {
    try {
      Class<?> type =
          Class.forName("org.postgresql.PGConnection", false, raw.getClass().getClassLoader());
      Object driver = type.isInstance(raw) ? raw : raw.unwrap(type);
      return (String) type.getMethod("getParameterStatus", String.class).invoke(driver, parameter);
    } catch (ReflectiveOperationException | LinkageError | SQLException | RuntimeException other) {
      return null;
    }
  }

  /** The server's own refusals (1290, 1836) have other codes, whatever the transaction is. */
  private static boolean isOfItsTransaction(Throwable refusal) {
    return ErrorChain.of(refusal).stream()
        .anyMatch(one ->
            one instanceof SQLException error && error.getErrorCode() == IN_READ_ONLY_TRANSACTION);
  }

  /**
   * Asks the server, outside any transaction, and throws if it takes no writes. Where only a
   * borrower was refused who had asked for read-only, that is held against this connection alone,
   * and not even that if the server has been so since it was opened. Blocks as long as the driver
   * does.
   *
   * @throws MisplacedException if somebody was refused who wanted to write
   * @throws SQLException also if the server cannot say: that proves nothing of others
   */
  void requireServerThatWrites() throws SQLException {
    if (!serverTakesNone()) {
      return;
    }
    if (session.isWriterRefused()) {
      session.announceDeath();
      throw new MisplacedException();
    }
    if (session.isNewsThatItTakesNone()) {
      throw new SQLException(TAKES_NONE, "25006");
    }
  }

  private boolean serverTakesNone() throws SQLException {
    try (Statement statement = raw.createStatement();
        ResultSet rows = statement.executeQuery(product == Product.MYSQL ? MYSQL : POSTGRESQL)) {
      return product == Product.MYSQL ? isAnySet(rows) : !rows.next() || rows.getBoolean(1);
    }
  }

  private static boolean isAnySet(ResultSet variables) throws SQLException {
    while (variables.next()) {
      String value = variables.getString(2);
      if (!"OFF".equalsIgnoreCase(value) && !"0".equals(value)) {
        return true;
      }
    }
    return false;
  }
}
