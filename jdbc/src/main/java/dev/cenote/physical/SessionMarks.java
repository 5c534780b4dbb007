package dev.cenote.physical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;

/**
 * What is noted of one connection until the next reset has dealt with it: one bit for each thing,
 * all in one word, so that a return after which nothing is to be done reads one field, and with
 * PostgreSQL the driver's. Set and taken away atomically, by any thread.
 */
abstract class SessionMarks extends Residence {

  static final int AUTO_COMMIT = 1 << 16;
  static final int AUTO_COMMIT_UNSURE = 1 << 17;
  static final int CLIENT_INFO = 1 << 18;
  static final int WARNINGS = 1 << 19;
  static final int ESCAPED = 1 << 20;
  static final int BEGUN_BY_SQL = 1 << 21;
  static final int LOST = 1 << 22;
  static final int SWITCHED_BY_SQL = 1 << 23;
  static final int BEGIN_PREPARED = 1 << 24;
  private static final int ROLE_IN_DOUBT = 1 << 25;
  private static final int WRITER_REFUSED = 1 << 26;
  static final int ROLLBACK_OWED = 1 << 27;
  private static final int IN_REQUEST = 1 << 28;
  private static final int ONLY_ASKED = 1 << 29;

  private static final int ON_SERVER =
      SessionProperty.READ_ONLY.bit()
          | SessionProperty.ISOLATION.bit()
          | SessionProperty.CATALOG.bit()
          | SessionProperty.SCHEMA.bit()
          | CLIENT_INFO;

  private static final VarHandle CHANGED;

  static {
    try {
      CHANGED = MethodHandles.lookup().findVarHandle(SessionMarks.class, "changed", int.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  /** Also the bits of {@link SessionProperty}. */
  volatile int changed;

  SessionMarks(JdbcConnector home, int slot) {
    super(home, slot);
  }

  /** Marks as changed; returns the marks before. */
  final int mark(int bits) {
    return (int) CHANGED.getAndBitwiseOr(this, bits);
  }

  final void unmark(int bits) {
    CHANGED.getAndBitwiseAnd(this, ~bits);
  }

  /**
   * A write was refused, and why can only be asked when the borrower is done: by the reset.
   *
   * @param ofReader whether the borrower had asked for read-only
   */
  final void doubtRole(boolean ofReader) {
    mark(ofReader ? ROLE_IN_DOUBT : ROLE_IN_DOUBT | WRITER_REFUSED);
  }

  /** Whether that write was one of a borrower who had not asked for read-only. */
  final boolean isWriterRefused() {
    return (changed & WRITER_REFUSED) != 0;
  }

  final boolean isRoleInDoubt() {
    return (changed & ROLE_IN_DOUBT) != 0;
  }

  /** A request was begun, which the reset ends if nobody else does. */
  final void inRequest(boolean begun) {
    if (begun) {
      mark(IN_REQUEST);
    } else {
      unmark(IN_REQUEST);
    }
  }

  final boolean isInRequest() {
    return (changed & IN_REQUEST) != 0;
  }

  /** A rollback has failed: what it was to undo must not be committed by a return. */
  final void oweRollback() {
    mark(ROLLBACK_OWED);
  }

  final boolean owesRollback() {
    return (changed & ROLLBACK_OWED) != 0;
  }

  /**
   * Who gives it back has nothing open but what questions may have begun: nobody would miss that.
   */
  public final void noteOnlyAsked() {
    mark(ONLY_ASKED);
  }

  final boolean isOnlyAsked() {
    return (changed & ONLY_ASKED) != 0;
  }

  /** A transaction has ended; one that was prepared may begin at any time. */
  final void noteEnd() {
    if (owesRollback()) {
      unmark(ROLLBACK_OWED);
    }
    if ((changed & (BEGUN_BY_SQL | BEGIN_PREPARED)) == BEGUN_BY_SQL) {
      unmark(BEGUN_BY_SQL);
    }
  }

  /** Something was changed that cannot be put back: the reset will refuse. */
  public final void lose() {
    mark(LOST);
  }

  final void requireRestorable() throws SQLException {
    if ((changed & LOST) != 0) {
      throw new SQLException("the sharding key was changed; JDBC cannot tell what it was");
    }
  }

  /** Whether auto-commit may be another than it was seen to be. */
  final boolean isAutoCommitUnsure() {
    return (changed & (AUTO_COMMIT_UNSURE | ESCAPED)) != 0;
  }

  final boolean hasEscaped() {
    return (changed & ESCAPED) != 0;
  }

  final boolean isChangedOnServer() {
    return (changed & ON_SERVER) != 0;
  }

  final boolean mayHaveWarnings() {
    return (changed & (ON_SERVER | WARNINGS | ESCAPED)) != 0;
  }
}
