package dev.cenote.handle;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes one from the pool at its first statement, and gives it back when no
 * transaction and no statement is open. The next statement takes one again, perhaps another.
 *
 * <p>What is set by JDBC's methods lasts for its life, whichever connections it takes; what SQL
 * sets ends when the connection is given back. A transaction begun by SQL is kept until {@code
 * close}, as is what {@code unwrap} has handed out, here and on statements and rows. Metadata,
 * LOBs, arrays and savepoints, which nobody closes, hold the connection until the transaction ends;
 * in auto-commit until {@code close}.
 *
 * <p>Without a connection {@code commit} and {@code rollback} do nothing. If a rollback fails the
 * connection is given up, and the next statement takes another.
 *
 * <p>As with any JDBC connection several threads may use it. Taking blocks at most for the pool's
 * acquireTimeout and throws what the pool's {@code getConnection} throws.
 */
public final class LazyConnection extends LazyMaker {

  /** Makes a statement. */
  private interface Maker<S> {
    S by(Connection connection) throws SQLException;
  }

  private final LazyView view;
  private final LazyHolder holder;

  LazyConnection(LazyView view, LazyView.Source source, boolean joins, boolean autoCommit) {
    this.view = view;
    this.holder = new LazyHolder(source, joins, autoCommit);
  }

  LazyHolder holder() {
    return holder;
  }

  private <S extends Statement, L> L open(Maker<S> maker, BiFunction<LazyHold, S, L> handle)
      throws SQLException {
    LazyHold hold = holder.enter();
    S made;
    try {
      made = maker.by(hold.connection);
    } catch (Throwable failure) {
      holder.leave(hold, failure);
      throw failure;
    }
    return handle.apply(hold, made);
  }

  // What LazyState needs.

  @Override
  void set(String property, @Nullable Object value, LazyMemory.Setter setter) throws SQLException {
    Connection connection = heldConnection();
    if (connection != null) {
      setter.on(connection);
    }
    holder.remember(property, value, setter);
  }

  @Override
  @SuppressWarnings("unchecked") // a property has one type
  <T> @Nullable T get(String property, LazyView.Getter<T> getter) throws SQLException {
    Connection connection = heldConnection();
    if (connection != null) {
      return getter.of(connection);
    }
    LazyMemory.Value set = holder.remembered(property);
    if (set != null) {
      return (T) set.value();
    }
    if (holder.isTied(property)) {
      return ask(getter);
    }
    LazyView.Known known = view.known(property);
    if (known == null) {
      T fresh = ask(getter);
      view.learn(property, fresh);
      return fresh;
    }
    return (T) known.value();
  }

  @Override
  @SuppressWarnings("NullAway") // it does not see that the type is one with null
  <T> @Nullable T ask(LazyView.Getter<T> getter) throws SQLException {
    return holder.<@Nullable T>within(hold -> getter.of(hold.connection));
  }

  @Override
  @SuppressWarnings("NullAway") // as above
  <T> @Nullable T make(LazyView.Getter<T> maker) throws SQLException {
    return holder.<@Nullable T>within(hold -> {
      @Nullable T made = maker.of(hold.connection);
      hold.usedLoosely = true;
      return made;
    });
  }

  @Override
  @Nullable Connection heldConnection() throws SQLException {
    LazyHold now = holder.held();
    return now == null ? null : now.connection;
  }

  // Transactions.

  @Override
  public void setAutoCommit(boolean on) throws SQLException {
    LazyHold now = holder.held();
    if (now != null) {
      now.setAutoCommit(on);
    }
    if (holder.autoCommit(on) && on && now != null) {
      holder.ended(now);
    }
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    Connection connection = heldConnection();
    return connection == null ? holder.autoCommit() : connection.getAutoCommit();
  }

  @Override
  public void commit() throws SQLException {
    holder.end(hold -> hold.connection.commit());
  }

  @Override
  public void rollback() throws SQLException {
    holder.end(hold -> {
      try {
        hold.connection.rollback();
      } catch (Throwable failure) {
        if (!holder.autoCommit() && holder.letGo(hold)) {
          LazyHolder.giveBack(hold, failure);
        }
        throw failure;
      }
    });
  }

  // The end.

  @Override
  public void close() throws SQLException {
    holder.refuse();
    LazyHold last = holder.letGo();
    if (last != null) {
      last.giveBack();
    }
  }

  /** Waits for nobody: one that is just being taken goes back by itself. */
  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (holder.isClosed()) {
      return;
    }
    if (executor == null) {
      throw new SQLException("abort needs an executor", "22023");
    }
    holder.refuse();
    LazyHold last = holder.heldOrClosed();
    if (last != null) {
      last.connection.abort(executor);
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    LazyHold now = holder.heldOrClosed();
    if (now != null && now.connection.isClosed() && holder.refuseIfHeld(now)) {
      close();
    }
    return holder.isClosed();
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException("the timeout must not be negative, is " + seconds, "22023");
    }
    if (holder.isClosed()) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(ask(connection -> connection.isValid(seconds)));
    } catch (SQLException none) {
      return false;
    }
  }

  // Statements.

  private Statement plain(Maker<Statement> maker) throws SQLException {
    return open(maker, (hold, made) -> new LazyStatement(this, hold, made));
  }

  private PreparedStatement prepared(String sql, Maker<PreparedStatement> maker)
      throws SQLException {
    return open(
        maker,
        (hold, made) -> {
          hold.noteText(sql);
          return new LazyPreparedStatement(this, hold, made);
        });
  }

  private CallableStatement callable(Maker<CallableStatement> maker) throws SQLException {
    return open(maker, (hold, made) -> new LazyCallableStatement(this, hold, made));
  }

  @Override
  public Statement createStatement() throws SQLException {
    return plain(Connection::createStatement);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return plain(connection -> connection.createStatement(type, concurrency));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return plain(connection -> connection.createStatement(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql, keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] keys) throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql, keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] keys) throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql, keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql, type, concurrency));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int hold)
      throws SQLException {
    return prepared(sql, connection -> connection.prepareStatement(sql, type, concurrency, hold));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return callable(connection -> connection.prepareCall(sql));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return callable(connection -> connection.prepareCall(sql, type, concurrency));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int hold)
      throws SQLException {
    return callable(connection -> connection.prepareCall(sql, type, concurrency, hold));
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    heldConnection();
    return new LazyMetaData(this);
  }

  /** What the pool's connection throws, which has seen it. */
  static SQLException passOn(Throwable thrown) {
    if (thrown instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return (SQLException) thrown;
  }

  // Identity.

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return holder.within(hold -> hold.unwrap(hold.connection, type));
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this)
        || Boolean.TRUE.equals(ask(connection -> connection.isWrapperFor(type)));
  }

  @Override
  public String toString() {
    LazyHold now = holder.heldOrClosed();
    String state = holder.isClosed() ? "closed" : now == null ? "idle" : "with " + now.connection;
    return "LazyConnection, " + state;
  }
}
