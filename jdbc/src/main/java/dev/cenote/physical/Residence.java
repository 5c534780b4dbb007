package dev.cenote.physical;

import dev.cenote.core.time.Ticker;
import dev.cenote.physical.errors.ErrorTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where a connection lives in its pool, and since when. Any thread. */
final class Residence {

  private static final Ticker TICKER = Ticker.system();
  private static final VarHandle INFO;

  static {
    try {
      INFO = MethodHandles.lookup().findVarHandle(Residence.class, "info", Map.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  private final JdbcConnector home;
  private final int slot;
  private final long since = TICKER.nanos();
  private volatile @Nullable Map<String, Object> info; // made when it is first asked for
  private final @Nullable ObservedConnection observed;

  /** From now on. */
  Residence(JdbcConnector home, int slot, @Nullable ConnectionEvents events, Connection raw) {
    this.home = home;
    this.slot = slot;
    this.observed = events == null ? null : new ObservedConnection(events, raw, this);
  }

  int slot() {
    return slot;
  }

  /** Who is told of it; null: nobody. */
  @Nullable ObservedConnection observed() {
    return observed;
  }

  /** The notes about it. */
  Map<String, Object> info() {
    Map<String, Object> notes = info;
    if (notes == null) {
      Map<String, Object> first = new ConcurrentHashMap<>();
      notes = INFO.compareAndSet(this, null, first) ? first : Objects.requireNonNull(info);
    }
    return notes;
  }

  /** Whether others may still have it when one borrower has gone. */
  boolean isShared() {
    return home.hasSeveralBorrowers();
  }

  /** It was seen to be dead. Does not block. */
  void announceDeath() {
    home.announceDeath();
  }

  /**
   * A borrower who had asked for read-only found that its server takes no writes. Whether that may
   * be otherwise than when it was opened.
   */
  boolean isNewsThatItTakesNone() {
    return home.readersOnly().isNews(since, TICKER.nanos());
  }

  /** What errors mean, by now. */
  ErrorTable errors() {
    return home.errors();
  }

  /** Whose server it leads to. */
  Product product() {
    return home.product();
  }

  Duration age() {
    return Duration.ofNanos(TICKER.nanos() - since);
  }

  /** The notes about its slot. */
  Map<String, Object> notes() {
    return home.notesOf(slot);
  }

  /** Closes one that has left, as the pool would: what cannot be closed is aborted. */
  void close(PhysicalConnection departed) throws SQLException {
    try {
      home.close(departed);
    } catch (Throwable failure) {
      try {
        home.abort(departed);
      } catch (Throwable second) {
        Suppression.add(failure, second);
      }
      throw failure;
    }
  }

  /** Aborts one that has left, as the pool would. */
  void abort(PhysicalConnection departed) throws SQLException {
    home.abort(departed);
  }
}
