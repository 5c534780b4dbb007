package software.amazon.jdbc.plugin.failover;

import java.sql.SQLException;

/** Stands for the wrapper's exception of that name: what counts is its package and its state. */
public final class TransactionStateUnknownSQLException extends SQLException {

  private static final long serialVersionUID = 1;

  /** As the wrapper makes it. */
  public TransactionStateUnknownSQLException() {
    super("transaction resolution unknown", "08007");
  }
}
