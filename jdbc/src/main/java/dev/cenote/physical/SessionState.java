package dev.cenote.physical;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the JDBC state of one connection: what its borrowers changed, what it was
 * before, and whether a transaction may be open. Borrowers change state through here.
 *
 * <p>An initial value is read just before its first change, once for the life of the connection: a
 * connection on which nobody changes the isolation never pays the round trip of asking for it. A
 * property is marked as changed before the driver is called and unmarked only if afterwards it is
 * certain to have its initial value again.
 *
 * <p>{@code worked} says that something may have been done since the last known end of a
 * transaction. In auto-commit nobody clears it, so that the common borrow and return write nothing
 * here.
 *
 * <p>Threads: several threads of one borrower may call at once; marks are set atomically and
 * initial values are never overwritten. A thread that is still inside a call when its lease ends
 * can at worst cause a needless reset of the next.
 */
public abstract class SessionState extends SessionMarks {

  /** A call of the driver that changes something. */
  private interface Change {
    void make() throws SQLException;
  }

  final Connection raw;
  final Product product;
  private @Nullable TransactionProbe probe; // before it is published

  boolean initialAutoCommit; // before it is published
  private boolean forReaders; // before it is published
  private boolean readOnly;
  private boolean autoCommit;
  private boolean worked;
  private boolean untouched = true;
  private byte leases; // 2 stands for more

  SessionState(JdbcConnector home, int slot, Connection raw, Product product) {
    super(home, slot);
    this.raw = raw;
    this.product = product;
  }

  /** Something may be done on the server by the call that follows. */
  public void work() {
    if (!worked) {
      worked = true;
    }
  }

  /** That text is about to be executed: it might begin a transaction. */
  public void workOn(@Nullable String sql) {
    note(sql, BEGUN_BY_SQL);
  }

  /** That text is prepared: if it begins a transaction, it may do so at any time from now on. */
  public void prepare(@Nullable String sql) {
    note(sql, BEGUN_BY_SQL | BEGIN_PREPARED);
  }

  private void note(@Nullable String sql, int ifItBegins) {
    if (sql != null && probe == null && !TransactionText.isPlain(sql)) {
      if (TransactionText.begins(sql)) {
        mark(ifItBegins);
      } else if (TransactionText.switchesAutoCommit(sql)) {
        mark(SWITCHED_BY_SQL);
      }
    }
  }

  /** That text was executed without an error: it might have ended a transaction. */
  public void workedOn(@Nullable String sql) {
    if (changed != 0 && sql != null && TransactionText.ends(sql, product)) {
      noteEnd();
    }
  }

  /** Commits. What another thread does meanwhile counts as done after it. */
  public void commit() throws SQLException {
    end(raw::commit, false);
  }

  /** Rolls back, as {@link #commit}. */
  public void rollback() throws SQLException {
    end(raw::rollback, true);
  }

  private void end(Change transaction, boolean rollsBack) throws SQLException {
    worked = false;
    try {
      transaction.make();
    } catch (Throwable failure) {
      worked = true;
      if (rollsBack && isOutsideAutoCommit()) {
        oweRollback();
      }
      throw failure;
    }
    if (!autoCommit || product != Product.SQLSERVER) { // its driver does nothing in auto-commit
      noteEnd();
    }
  }

  /** In doubt the driver is asked; if it does not know, it is. */
  private boolean isOutsideAutoCommit() {
    try {
      return mayBeInTransaction() || (isAutoCommitUnsure() && !raw.getAutoCommit());
    } catch (SQLException | RuntimeException unknown) {
      return true;
    }
  }

  /** As {@link Connection#setAutoCommit}. */
  public void setAutoCommit(boolean on) throws SQLException {
    mark(AUTO_COMMIT | AUTO_COMMIT_UNSURE);
    raw.setAutoCommit(on);
    int ended = on && !autoCommit ? ROLLBACK_OWED : 0; // with the transaction
    autoCommit = on;
    unmark(ended | AUTO_COMMIT_UNSURE | (on == initialAutoCommit ? AUTO_COMMIT : 0));
  }

  /** A savepoint is about to be set: in auto-commit SQLite's driver leaves it by that, unasked. */
  public void doubtAutoCommit() {
    if (autoCommit) {
      mark(AUTO_COMMIT | AUTO_COMMIT_UNSURE);
    }
  }

  /** As {@link Connection#setReadOnly}. */
  public void setReadOnly(boolean on) throws SQLException {
    change(SessionProperty.READ_ONLY, on, () -> raw.setReadOnly(on));
    readOnly = on;
  }

  /** As {@link Connection#setTransactionIsolation}. */
  public void setTransactionIsolation(int level) throws SQLException {
    change(SessionProperty.ISOLATION, level, () -> raw.setTransactionIsolation(level));
  }

  /** As {@link Connection#setCatalog}. */
  public void setCatalog(@Nullable String catalog) throws SQLException {
    change(SessionProperty.CATALOG, catalog, () -> raw.setCatalog(catalog));
  }

  /** As {@link Connection#setSchema}. */
  public void setSchema(@Nullable String schema) throws SQLException {
    change(SessionProperty.SCHEMA, schema, () -> raw.setSchema(schema));
  }

  /** As {@link Connection#setHoldability}. */
  public void setHoldability(int holdability) throws SQLException {
    change(SessionProperty.HOLDABILITY, holdability, () -> raw.setHoldability(holdability));
  }

  /** As {@link Connection#setNetworkTimeout}. */
  public void setNetworkTimeout(Executor executor, int millis) throws SQLException {
    change(SessionProperty.NETWORK_TIMEOUT, millis, () -> raw.setNetworkTimeout(executor, millis));
  }

  /** As {@link Connection#setTypeMap}. */
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    change(SessionProperty.TYPE_MAP, map, () -> raw.setTypeMap(map));
  }

  /** As {@link Connection#getTypeMap}: a map that the borrower may change in place. */
  public @Nullable Map<String, Class<?>> getTypeMap() throws SQLException {
    initial().remember(SessionProperty.TYPE_MAP);
    mark(SessionProperty.TYPE_MAP.bit());
    return raw.getTypeMap();
  }

  /** As {@link Connection#setClientInfo(String, String)}; if it fails nothing has changed. */
  public void setClientInfo(String name, @Nullable String value) throws SQLException {
    boolean isNew = clientInfo().remember(name);
    int marks = mark(CLIENT_INFO);
    try {
      raw.setClientInfo(name, value);
    } catch (Throwable failure) {
      if (failure instanceof SQLClientInfoException || Refusal.is(failure)) {
        unmark(CLIENT_INFO & ~marks);
        if (isNew) {
          clientInfo().forget(name); // else the reset would fail where this did
        }
      }
      throw failure;
    }
  }

  /** As {@link Connection#setClientInfo(Properties)}; it may fail half done. */
  public void setClientInfo(Properties all) throws SQLException {
    ClientInfo info = clientInfo();
    Set<String> added = info.rememberAll(all);
    mark(CLIENT_INFO);
    info.setAll(all, added);
  }

  /** As {@link Connection#getWarnings}; what this borrower has seen the next one must not see. */
  public @Nullable SQLWarning getWarnings() throws SQLException {
    SQLWarning first = raw.getWarnings();
    if (first != null) {
      mark(WARNINGS);
    }
    return first;
  }

  /** As {@link Connection#clearWarnings}. */
  public void clearWarnings() throws SQLException {
    raw.clearWarnings();
    unmark(WARNINGS);
  }

  /** A borrower has got the connection. */
  public void beginLease() {
    if (!untouched) {
      untouched = true;
    }
    int before = leases; // read once: two may come at once where they share
    if (before < 2) {
      leases = (byte) (before + 1);
    }
  }

  /** Whether the present borrower has not done anything yet. */
  public boolean isUntouched() {
    return untouched;
  }

  /**
   * The present borrower is about to do something for the first time. Warnings that an earlier one
   * never read are cleared now, without a round trip. The first borrower finds those of the login.
   */
  public void touch() throws SQLException {
    untouched = false;
    if (leases == 2) {
      raw.clearWarnings();
    }
  }

  /** The borrower has got hold of the driver's connection, and may do anything with it. */
  public void escape() {
    mark(ESCAPED);
  }

  /**
   * Whether a write may have been refused because of a transaction: the borrower may have begun it
   * so that it takes none.
   */
  boolean mayBeInTransaction() {
    return !autoCommit || isInTransaction();
  }

  /** Whether the pool's settings make it read-only. What the driver would say is not asked. */
  boolean isForReaders() {
    return forReaders;
  }

  /** Whether it is read-only by JDBC: by those settings or by its borrower, who came last. */
  boolean isReadOnly() {
    return readOnly;
  }

  boolean needsReset() {
    return changed != 0 || (worked && !autoCommit) || (probe != null && probe.inTransaction());
  }

  boolean autoCommit() {
    return autoCommit;
  }

  boolean mayHaveOpenWork() {
    return worked || (changed & (ESCAPED | BEGUN_BY_SQL)) != 0 || isInTransaction();
  }

  /** Whether the driver says so; of others: whether a statement began one. */
  boolean isInTransaction() {
    return probe != null
        ? probe.inTransaction()
        : (changed & BEGUN_BY_SQL) != 0 || ((changed & SWITCHED_BY_SQL) != 0 && worked);
  }

  /** What ends a transaction that was begun by SQL. */
  String ending(boolean commit) {
    return TransactionText.ending(commit, product);
  }

  /** A transaction that was begun by SQL has been ended by SQL. */
  void endedBySql() {
    worked = false;
    unmark(BEGUN_BY_SQL);
  }

  /** Whether the driver says that a transaction is open, by whatever it was begun. */
  public boolean isToldOfTransaction() {
    return probe != null && probe.inTransaction();
  }

  boolean canTellTransaction() {
    return probe != null;
  }

  /** The driver has been asked: what every lease begins with. */
  void knowInitialAutoCommit(boolean on) {
    probe = TransactionProbe.of(raw, product);
    initialAutoCommit = on;
    autoCommit = on;
  }

  void knowInitial(SessionProperty property, Object value) {
    initial().know(property, value);
    forReaders |= property == SessionProperty.READ_ONLY && Boolean.TRUE.equals(value);
    readOnly = forReaders;
  }

  /** Asks the driver for its auto-commit mode if it is in doubt. */
  void makeSureOfAutoCommit() throws SQLException {
    if ((changed & (AUTO_COMMIT_UNSURE | ESCAPED | BEGUN_BY_SQL | SWITCHED_BY_SQL)) != 0) {
      autoCommit = raw.getAutoCommit();
    }
  }

  /** Switches auto-commit, unless it is known to be so. No transaction may be open. */
  void switchAutoCommit(boolean on) throws SQLException {
    if (autoCommit != on) {
      mark(AUTO_COMMIT);
      raw.setAutoCommit(on);
      autoCommit = on;
    }
  }

  /** MySQL's driver does not see what SQL has switched, and might leave out the needless call. */
  void putBackAutoCommit() throws SQLException {
    if ((changed & SWITCHED_BY_SQL) != 0) {
      switchAutoCommit(!initialAutoCommit);
    }
    switchAutoCommit(initialAutoCommit);
  }

  void putBack(SessionProperty property) throws SQLException {
    if ((changed & property.bit()) != 0) {
      initial().putBack(property);
    }
  }

  void putBackClientInfo() throws SQLException {
    if ((changed & CLIENT_INFO) != 0) {
      clientInfo().putBack();
    }
  }

  /** Everything is as it was. */
  void clean() {
    worked = false;
    readOnly = forReaders;
    changed = 0;
  }

  private void change(SessionProperty property, @Nullable Object value, Change call)
      throws SQLException {
    initial().remember(property);
    int marks = mark(property.bit());
    try {
      call.make();
    } catch (Throwable failure) {
      if (Refusal.is(failure)) {
        unmark(property.bit() & ~marks);
      }
      throw failure;
    }
    boolean lasts = !property.lastsOnlyOnCommit() || (autoCommit && !isInTransaction());
    if (lasts && initial().isInitial(property, value)) {
      unmark(property.bit());
    }
  }

  private InitialValues initial() {
    return originals().values();
  }

  private ClientInfo clientInfo() {
    return originals().clientInfo();
  }

  /** Of a connection that nobody changes there are none. */
  private Originals originals() {
    return owned().originals(raw, product);
  }
}
