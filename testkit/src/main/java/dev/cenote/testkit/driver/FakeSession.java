package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection, seen from the server: what state it is in and how it ended. Every
 * connection of the fake driver unwraps to its session. Reading it is no driver call. Safe for any
 * thread.
 */
public final class FakeSession {

  private enum Life {
    OPENING,
    REFUSED,
    OPEN,
    ENDED
  }

  private final FakeDatabase database;
  private final int number;
  private final @Nullable String user;
  private final CallerWatch callers;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, as are all fields below. */
  private final SessionState state = new SessionState();

  private Life life = Life.OPENING;
  private int closeCalls;
  private int abortCalls;
  private int openStatements;
  private boolean aborted;
  private boolean killed;
  private boolean deathReported;

  FakeSession(FakeDatabase database, int number, @Nullable String user) {
    this.database = database;
    this.number = number;
    this.user = user;
    this.callers = new CallerWatch(this);
  }

  /** Its number among the attempts to connect, from 1. */
  public int number() {
    return number;
  }

  /** The user who logged in, if any was named. */
  public @Nullable String user() {
    return user;
  }

  /** Whether the client has it open: opened, and neither closed nor aborted yet. */
  public boolean isOpen() {
    return read(s -> life == Life.OPEN);
  }

  /** Whether the client aborted it. */
  public boolean isAborted() {
    return read(s -> aborted);
  }

  /** Whether the server ended it; the client may not know yet. */
  public boolean isKilled() {
    return read(s -> killed);
  }

  /**
   * How often the client has called close; a correct pool does so once, or never after an abort.
   */
  public int closeCalls() {
    return read(s -> closeCalls);
  }

  /** How often the client has called abort, whether or not that ended the connection. */
  public int abortCalls() {
    return read(s -> abortCalls);
  }

  /** How many statements made on it are not closed. */
  public int openStatements() {
    return read(s -> openStatements);
  }

  /** Whether a transaction is open, begun by JDBC or by SQL, as far as the client can know. */
  public boolean inTransaction() {
    return read(SessionState::inTransaction);
  }

  /** The statements that a rollback now would undo, oldest first. */
  public List<String> uncommitted() {
    return read(SessionState::uncommitted);
  }

  public boolean autoCommit() {
    return read(s -> s.autoCommit);
  }

  public boolean readOnly() {
    return read(s -> s.readOnly);
  }

  /** One of the {@code TRANSACTION_} constants of {@link Connection}. */
  public int isolation() {
    return read(s -> s.isolation);
  }

  public @Nullable String catalog() {
    return readNullable(s -> s.catalog);
  }

  public @Nullable String schema() {
    return readNullable(s -> s.schema);
  }

  public int holdability() {
    return read(s -> s.holdability);
  }

  public int networkTimeoutMillis() {
    return read(s -> s.networkTimeoutMillis);
  }

  public Map<String, Class<?>> typeMap() {
    return read(s -> Map.copyOf(s.typeMap));
  }

  public Properties clientInfo() {
    return read(s -> (Properties) s.clientInfo.clone());
  }

  /** The first of the warnings not yet cleared. */
  public @Nullable SQLWarning warnings() {
    return readNullable(s -> s.warnings);
  }

  /** Makes the server send a warning, which {@code getWarnings} then reports. */
  public void warn(SQLWarning warning) {
    lock.lock();
    try {
      state.addWarning(warning);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The server ends the connection: the next call that needs the server throws 57P01, later ones
   * 08006, and isValid says no. Calls that {@link FaultPlan#hang()} end.
   */
  public void kill() {
    lock.lock();
    try {
      killed = true;
    } finally {
      lock.unlock();
    }
    gone.complete(null);
  }

  @Override
  public String toString() {
    String end = isAborted() ? ", aborted" : "";
    String death = isKilled() ? ", killed" : "";
    return "session #" + number + " " + read(state -> life) + end + death;
  }

  FakeDatabase database() {
    return database;
  }

  CallerWatch callers() {
    return callers;
  }

  /** Completed once the connection is killed, aborted or closed. */
  CompletableFuture<Void> whenGone() {
    return gone;
  }

  void opened(SessionState initial) {
    lock.lock();
    try {
      state.copyFrom(initial);
      life = Life.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /** Ends an attempt; returns whether it had not led to an open connection. */
  boolean refusedUnlessOpened() {
    lock.lock();
    try {
      if (life != Life.OPENING) {
        return false;
      }
      life = Life.REFUSED;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts the calls that end connections, whatever then comes of them. */
  void count(String site) {
    lock.lock();
    try {
      closeCalls += site.equals("close") ? 1 : 0;
      abortCalls += site.equals("abort") ? 1 : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session by close or abort; tells the ledger the first time. */
  void end(boolean byAbort) {
    boolean first;
    lock.lock();
    try {
      first = life == Life.OPEN;
      if (first) {
        life = Life.ENDED;
        aborted = byAbort;
        state.rollBack();
        openStatements = 0;
      }
    } finally {
      lock.unlock();
    }
    if (first) {
      database.sessionEnded();
      gone.complete(null);
    }
  }

  void statementOpened() {
    lock.lock();
    try {
      openStatements++;
    } finally {
      lock.unlock();
    }
  }

  void statementClosed() {
    lock.lock();
    try {
      openStatements = Math.max(0, openStatements - 1);
    } finally {
      lock.unlock();
    }
  }

  /** Throws what a driver throws once its server has gone. */
  void requireAlive() throws SQLException {
    lock.lock();
    try {
      if (killed) {
        boolean first = !deathReported;
        deathReported = true;
        throw first
            ? new SQLException(
                "FATAL: terminating connection due to administrator command", "57P01")
            : new SQLException("An I/O error occurred while sending to the backend.", "08006");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Changes the JDBC state under the lock. */
  void change(StateChange change) throws SQLException {
    lock.lock();
    try {
      change.on(state);
    } finally {
      lock.unlock();
    }
  }

  /** Changes the JDBC state under the lock; returns the statements that are durable by that. */
  List<String> commitBy(Committing change) throws SQLException {
    lock.lock();
    try {
      return change.on(state);
    } finally {
      lock.unlock();
    }
  }

  @FunctionalInterface
  interface StateChange {
    void on(SessionState state) throws SQLException;
  }

  @FunctionalInterface
  interface Committing {
    List<String> on(SessionState state) throws SQLException;
  }

  private <T> T read(Function<SessionState, T> reader) {
    lock.lock();
    try {
      return reader.apply(state);
    } finally {
      lock.unlock();
    }
  }

  private <T> @Nullable T readNullable(Function<SessionState, @Nullable T> reader) {
    lock.lock();
    try {
      return reader.apply(state);
    } finally {
      lock.unlock();
    }
  }
}
