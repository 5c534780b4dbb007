package dev.cenote.handle;

import dev.cenote.physical.TransactionText;
import java.sql.Connection;

/** One connection while a {@link LazyConnection} has it, and what keeps it from going back. */
final class LazyHold {

  final Connection connection;

  /** Statements that are open, and calls under way. Guarded by the lazy connection's lock. */
  int openCount;

  /** Something may have been done in a transaction that has not ended. */
  volatile boolean inTransaction;

  /** Something that nobody closes was made: it ends with the transaction. */
  volatile boolean usedLoosely;

  /** What has become of it cannot be told: somebody has the connection itself, or uses SQL. */
  volatile boolean escaped;

  LazyHold(Connection connection) {
    this.connection = connection;
  }

  /** That text goes to it: a transaction that it begins may be ended by another. */
  void noteText(String sql) {
    if (TransactionText.begins(sql) || TransactionText.switchesAutoCommit(sql)) {
      escaped = true;
    }
  }

  boolean isFree() {
    return openCount == 0 && !inTransaction && !usedLoosely && !escaped;
  }
}
