package dev.cenote.physical;

import dev.cenote.config.ResetOnReturn;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Undoes what a borrower left. The order matters:
 *
 * <ol>
 *   <li>The network timeout, so that a borrower's one millisecond does not govern the reset.
 *   <li>Statements left open.
 *   <li>The transaction, as {@link ResetOnReturn} says. If nothing was done since the last commit
 *       or rollback there is none, and no call is made.
 *   <li>What lives on the server, in auto-commit: outside a transaction, because in PostgreSQL a
 *       rollback would undo it, read-only and isolation cannot be set inside one, and some drivers
 *       begin one to set a schema. Only now, because switching auto-commit on would have committed
 *       the borrower's work.
 *   <li>The question whether the server still takes writes, if one was refused and only the server
 *       can say why.
 *   <li>What lives in the driver.
 *   <li>The warnings, if a borrower has seen some or one of the calls above may have made some.
 *       After mere statements they are left alone: drivers give their warnings to the statement,
 *       and a return after which nothing was changed shall make no driver call.
 *   <li>The initial auto-commit mode.
 *   <li>The request, if one was begun: the driver finds everything as it was.
 * </ol>
 */
final class Reset {

  /** Of SQLite and DuckDB, which refuse to end what has ended already. */
  private static final String NONE_IS_OPEN = "no transaction is active";

  private final PhysicalConnection connection;
  private final SessionState session;
  private final ResetOnReturn policy;

  Reset(PhysicalConnection connection, ResetOnReturn policy) {
    this.connection = connection;
    this.session = connection.session();
    this.policy = policy;
  }

  /** A part of it. */
  private interface Step {
    void take() throws SQLException;
  }

  /** Runs it. If it throws, the connection must not be lent again. */
  void run() throws SQLException {
    thenEndRequest(this::undo);
    session.clean();
  }

  /** Does only what must not be left to the driver when the connection is not to be used again. */
  void endWorkBeforeClosing() throws SQLException {
    if (connection.needsReset()) {
      thenEndRequest(policy() == ResetOnReturn.NONE ? () -> {} : this::endWorkInTime);
    }
  }

  private void undo() throws SQLException {
    session.putBack(SessionProperty.NETWORK_TIMEOUT);
    connection.closeLeaked();
    session.requireRestorable();
    endWork();
    putBackServerState();
    requireServerThatWrites();
    session.putBack(SessionProperty.HOLDABILITY);
    session.putBack(SessionProperty.TYPE_MAP);
    if (session.mayHaveWarnings()) {
      connection.raw().clearWarnings();
    }
    session.putBackAutoCommit();
  }

  /** Asked here, a server that takes no writes does so of its own accord. */
  private void requireServerThatWrites() throws SQLException {
    if (session.isRoleInDoubt()) {
      session.switchAutoCommit(true);
      connection.requireServerThatWrites();
    }
  }

  private void endWorkInTime() throws SQLException {
    session.putBack(SessionProperty.NETWORK_TIMEOUT);
    endWork();
  }

  /** The request ends also if the step fails, but not on a connection aborted meanwhile. */
  private void thenEndRequest(Step step) throws SQLException {
    try {
      step.take();
    } catch (Throwable failure) {
      try {
        endRequest();
      } catch (Throwable second) {
        Suppression.add(failure, second);
      }
      throw failure;
    }
    endRequest();
  }

  private void endRequest() throws SQLException {
    if (connection.isInRequest() && !connection.isAborted()) {
      connection.endRequest();
    }
  }

  private void endWork() throws SQLException {
    session.makeSureOfAutoCommit();
    if (!session.autoCommit()) {
      endTransaction();
    } else if (session.isInTransaction()) {
      endTransactionBegunBySql();
    }
  }

  private void endTransaction() throws SQLException {
    if (!session.mayHaveOpenWork()) {
      return;
    }
    switch (policy()) {
      case ROLLBACK -> session.rollback();
      case COMMIT -> session.commit();
      case NONE -> {
        if (!session.canTellTransaction() || session.isInTransaction()) {
          throw leftOpen();
        }
      }
    }
  }

  /** JDBC refuses to end a transaction in auto-commit; the server does not. */
  private void endTransactionBegunBySql() throws SQLException {
    if (policy() == ResetOnReturn.NONE) {
      throw leftOpen();
    }
    try (Statement statement = connection.raw().createStatement()) {
      statement.execute(session.ending(policy() == ResetOnReturn.COMMIT));
    } catch (SQLException refused) {
      if (!String.valueOf(refused.getMessage()).contains(NONE_IS_OPEN)) {
        throw refused;
      }
    }
    session.endedBySql();
    if (session.isInTransaction()) {
      throw new SQLException("the transaction that was begun by SQL could not be ended", "25000");
    }
  }

  /**
   * What a borrower wanted to roll back is rolled back, whatever is done with what is left open. So
   * is what a question has begun, rather than refused.
   */
  private ResetOnReturn policy() {
    boolean wantsNothing = policy == ResetOnReturn.NONE && session.isOnlyAsked();
    return wantsNothing || session.owesRollback() ? ResetOnReturn.ROLLBACK : policy;
  }

  private static SQLException leftOpen() {
    return new SQLException(
        "a transaction was left open, and resetOnReturn=NONE ends none", "25001");
  }

  private void putBackServerState() throws SQLException {
    if (session.isChangedOnServer()) {
      session.switchAutoCommit(true);
      session.putBack(SessionProperty.READ_ONLY);
      session.putBack(SessionProperty.ISOLATION);
      session.putBack(SessionProperty.CATALOG);
      session.putBack(SessionProperty.SCHEMA);
      session.putBackClientInfo();
    }
  }
}
