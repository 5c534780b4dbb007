package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A fake database server for tests, reached by JDBC at {@link #url()}.
 *
 * <p>Its connections keep real JDBC state (auto-commit, transactions, read-only and so on) but no
 * data. It keeps account of every physical connection and every call, does what a test programs
 * with {@link #on}, and notes every misuse: a call on a connection that the pool has closed, and
 * two threads in one connection. {@link #close()} ends whatever still hangs and fails if there were
 * misuses.
 *
 * <pre>{@code
 * try (FakeDatabase database = FakeDatabase.create()) {
 *   database.on("isValid").onlyConnection(1).once().hang();
 *   database.on("rollback").failing("08006");
 *   ...
 *   assertThat(database.openConnections()).isZero();
 * }
 * }</pre>
 *
 * <p>Safe for any thread.
 */
public final class FakeDatabase implements AutoCloseable {

  private static final AtomicLong CREATED_COUNT = new AtomicLong();

  private final String name;
  private final FakeSettings settings = new FakeSettings();
  private final Ledger ledger = new Ledger();

  /** Whoever gets in has counted who is there, and nobody has got in meanwhile. */
  private final ReentrantLock entrance = new ReentrantLock();

  private final CallRecorder recorder = new CallRecorder();
  private final FaultTable faults = new FaultTable();
  private final CopyOnWriteArrayList<Violation> violations = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile @Nullable Supplier<? extends SQLException> refusal;

  private FakeDatabase(String name) {
    this.name = name;
  }

  /** Starts a server with a name that no other has. */
  public static FakeDatabase create() {
    return named("fake-" + CREATED_COUNT.incrementAndGet());
  }

  /**
   * Starts a server with this name.
   *
   * @throws IllegalStateException if one with this name is running
   */
  public static FakeDatabase named(String name) {
    FakeDatabase database = new FakeDatabase(name);
    FakeDriver.register(database);
    return database;
  }

  public String name() {
    return name;
  }

  /** The JDBC URL; any {@code DriverManager} user reaches this server by it. */
  public String url() {
    return FakeDriver.URL_PREFIX + name;
  }

  /** A data source that opens a new physical connection for each call. */
  public DataSource dataSource() {
    return new FakeDataSource(this);
  }

  /** Who may connect, how often, and what a connection starts with. */
  public FakeSettings settings() {
    return settings;
  }

  /**
   * Begins a fault at a call site: {@code connect}, or a JDBC method by its name. A method of a
   * connection goes by its bare name; one of a statement too, unless a connection has the same
   * ({@code Statement.close}); one of a result set is qualified ({@code ResultSet.next}).
   *
   * @throws IllegalArgumentException if there is no such call
   */
  public FaultPlan on(String site) {
    return new FaultPlan(this, CallSite.named(site), faults::add);
  }

  /** Ends all faults; calls that hang in one go on. */
  public void liftFaults() {
    faults.liftAll();
  }

  /** Refuses to open connections, with this very exception each time, until {@link #accept()}. */
  public void refuse(SQLException failure) {
    refuse(() -> failure);
  }

  /** Refuses to open connections, with a new exception each time, until {@link #accept()}. */
  public void refuse(Supplier<? extends SQLException> failure) {
    refusal = failure;
  }

  /** Opens connections again. */
  public void accept() {
    refusal = null;
  }

  /** The server stops: all connections die, and new ones are refused (08001). */
  public void stop() {
    entrance.lock(); // who is about to get in is killed with the others, or refused
    try {
      refuse(() -> new SQLTransientConnectionException("Connection to fake refused.", "08001"));
      killAll();
    } finally {
      entrance.unlock();
    }
  }

  /** The server restarts: all connections die, new ones are welcome. */
  public void restart() {
    stop();
    accept();
  }

  /** The server ends the session of this connection, which may be a pool's handle. */
  public void kill(Connection connection) throws SQLException {
    sessionOf(connection).kill();
  }

  /** The server ends every open session. */
  public void killAll() {
    for (FakeSession session : openSessions()) {
      session.kill();
    }
  }

  /** The session behind a connection, which may be a pool's handle that unwraps. */
  public FakeSession sessionOf(Connection connection) throws SQLException {
    return connection.unwrap(FakeSession.class);
  }

  /** The session with this number; the first attempt to connect is 1. */
  public FakeSession session(int number) {
    return sessions().get(number - 1);
  }

  /** One session per attempt to connect, in order. */
  public List<FakeSession> sessions() {
    return ledger.sessions();
  }

  /** The sessions that the client has neither closed nor aborted; it may not know of a kill. */
  public List<FakeSession> openSessions() {
    return sessions().stream().filter(FakeSession::isOpen).toList();
  }

  /** How many connections are open: opened, and close or abort have not yet ended them. */
  public int openConnections() {
    return ledger.counts().open();
  }

  /** How many attempts to connect are under way. */
  public int openingConnections() {
    return ledger.counts().opening();
  }

  /** How many connections were ever opened; refused attempts do not count. */
  public int connectionsEver() {
    return ledger.counts().opened();
  }

  /** The most connections that were open at the same time. */
  public int peakOpen() {
    return ledger.counts().peakOpen();
  }

  /** The most connections that were open or opening at the same time. */
  public int peakOpenOrOpening() {
    return ledger.counts().peakOpenOrOpening();
  }

  /** The calls so far; of very many only the last 100,000. Reading it is no driver call. */
  public Journal journal() {
    return new Journal(recorder.calls());
  }

  /** How often the driver was called at this site, as {@link #on} takes it. */
  public int calls(String site) {
    return recorder.count(CallSite.named(site));
  }

  /** Empties the journal and sets the call counts to zero. */
  public void forgetCalls() {
    recorder.forget();
  }

  /** Keeps no journal and only counts calls from now on: for tests that make millions. */
  public void keepNoJournal() {
    recorder.stopKeeping();
  }

  /**
   * The SQL of all changes that were committed, in order of their commit; kept like the journal.
   */
  public List<String> committedStatements() {
    return recorder.committed();
  }

  /** The misuses so far. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** The misuses so far, which {@link #close()} then no longer complains of. */
  public List<Violation> takeViolations() {
    List<Violation> taken = violations();
    violations.removeAll(taken);
    return taken;
  }

  /**
   * Stops the server for good: every hanging call throws 08006, no fault remains, and the URL is no
   * longer known. Open connections can still be closed.
   *
   * @throws AssertionError if there were misuses
   */
  @Override
  public void close() {
    FakeDriver.deregister(this);
    faults.forgetAll();
    boolean first = closed.complete(null);
    if (first && !violations.isEmpty()) {
      throw new AssertionError("misuse of the fake driver: " + violations);
    }
  }

  @Override
  public String toString() {
    return url() + " " + ledger.counts();
  }

  /** Opens a physical connection, by whatever way the client came. */
  @Nullable Connection connect(@Nullable String user, @Nullable String password) throws Throwable {
    FakeSession session = ledger.attempt(number -> new FakeSession(this, number, user));
    recorder.record(session.number(), CallSite.CONNECT, new Object[] {user});
    try {
      Object connection =
          faults.perform(CallSite.CONNECT, session, null, () -> accept(session, user, password));
      return (Connection) connection;
    } finally {
      if (session.refusedUnlessOpened()) {
        ledger.refused();
      }
    }
  }

  private Connection accept(FakeSession session, @Nullable String user, @Nullable String password)
      throws SQLException {
    entrance.lock();
    try {
      if (closed.isDone()) {
        throw new SQLNonTransientConnectionException(url() + " is closed", "08001");
      }
      Supplier<? extends SQLException> refused = refusal;
      if (refused != null) {
        throw refused.get();
      }
      settings.requireLogin(user, password);
      settings.requireRoom((int) openSessions().stream().filter(s -> !s.isKilled()).count());
      session.opened(settings.initialState());
    } finally {
      entrance.unlock();
    }
    ledger.opened();
    return ConnectionCalls.connectionOf(session);
  }

  FaultTable faults() {
    return faults;
  }

  CallRecorder recorder() {
    return recorder;
  }

  CompletableFuture<Void> whenClosed() {
    return closed;
  }

  void violated(String description) {
    violations.add(new Violation(description, new Throwable(description)));
  }

  void sessionEnded() {
    ledger.ended();
  }

  void committed(List<String> statements) {
    recorder.recordCommitted(statements);
  }
}
