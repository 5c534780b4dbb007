package dev.cenote.handle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the lazy connections of one pool have in common for as long as its settings stand: what is
 * known of a fresh connection, so that asking for it takes none. Any thread.
 */
public final class LazyView {

  /** Lends a connection, as a DataSource does. */
  @FunctionalInterface
  public interface Source {

    /** Lends a connection. */
    Connection getConnection() throws SQLException;
  }

  /** A call that asks a connection for something. */
  interface Getter<T> {
    @Nullable T of(Connection connection) throws SQLException;
  }

  /** What a fresh connection answers. */
  record Known(@Nullable Object value) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final boolean isAlike;

  /**
   * Knows nothing yet.
   *
   * @param isAlike whether all fresh connections are alike; else each is asked
   */
  public LazyView(boolean isAlike) {
    this.isAlike = isAlike;
  }

  /**
   * A lazy connection; takes none yet.
   *
   * @param source where it takes one
   * @param joins whether others may have what it takes, at the same time
   * @param autoCommit its auto-commit mode at first
   */
  public LazyConnection connection(Source source, boolean joins, boolean autoCommit) {
    return new LazyConnection(this, source, joins, autoCommit);
  }

  /** What was learned of a fresh connection; null if nothing was. */
  @Nullable Known known(String property) {
    return known.get(property);
  }

  void learn(String property, @Nullable Object value) {
    if (isAlike) {
      known.put(property, new Known(value));
    }
  }
}
