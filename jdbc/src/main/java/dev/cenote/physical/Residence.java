package dev.cenote.physical;

import dev.cenote.core.time.Ticker;
import dev.cenote.physical.errors.ErrorTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a connection lives in its pool, since when, and what belongs to it. Any thread. */
abstract class Residence {

  private static final Ticker TICKER = Ticker.system();
  private static final VarHandle BELONGINGS;

  static {
    try {
      BELONGINGS =
          MethodHandles.lookup().findVarHandle(Residence.class, "belongings", Belongings.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  private final JdbcConnector home;
  private final int slot;
  private final long since = TICKER.nanos();
  private volatile @Nullable Belongings belongings; // made for the first of them

  /** From now on. */
  Residence(JdbcConnector home, int slot) {
    this.home = home;
    this.slot = slot;
  }

  final JdbcConnector home() {
    return home;
  }

  /** The number of its slot, from 1. */
  public final int slot() {
    return slot;
  }

  /** What it has; null: nothing yet. */
  final @Nullable Belongings belongings() {
    return belongings;
  }

  /** Where to put something. */
  final Belongings owned() {
    if (belongings == null) {
      BELONGINGS.compareAndSet(this, null, new Belongings());
    }
    return Objects.requireNonNull(belongings);
  }

  /** Who is told of it; null: nobody. */
  final @Nullable ObservedConnection observed() {
    Belongings its = belongings;
    return its == null ? null : its.observed;
  }

  /** Notes about this connection; thread-safe. */
  public final Map<String, Object> info() {
    return owned().notes();
  }

  /** The notes about its slot. */
  final Map<String, Object> notes() {
    return home.notesOf(slot);
  }

  /**
   * A borrower who had asked for read-only found that its server takes no writes. Whether that may
   * be otherwise than when it was opened.
   */
  final boolean isNewsThatItTakesNone() {
    return home.readersOnly().isNews(since, TICKER.nanos());
  }

  /** What errors mean, by now. */
  final ErrorTable errors() {
    return home.errors();
  }

  /** How long it has been open. */
  public final Duration age() {
    return Duration.ofNanos(TICKER.nanos() - since);
  }

  /** Called after the lease was told that the connection is dead. Does not block. */
  public final void announceDeath() {
    home.announceDeath();
  }
}
