package dev.cenote.physical;

import dev.cenote.core.Detached;
import dev.cenote.jfr.FlightSpan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What hangs on a connection where somebody wants it: on most of them nobody does. Any thread. */
final class Belongings {

  private static final VarHandle NOTES;
  private static final VarHandle ORIGINALS;
  private static final VarHandle DEPARTURE;
  private static final VarHandle LEAKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NOTES = lookup.findVarHandle(Belongings.class, "notes", Map.class);
      ORIGINALS = lookup.findVarHandle(Belongings.class, "originals", Originals.class);
      DEPARTURE = lookup.findVarHandle(Belongings.class, "departure", Detached.class);
      LEAKED = lookup.findVarHandle(Belongings.class, "leaked", OpenStatements.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  /** Who is told of it; null: nobody. Set before it is lent. */
  volatile @Nullable ObservedConnection observed;

  /** How long its borrower has it, for a recording. */
  volatile FlightSpan hold = FlightSpan.NONE;

  private volatile @Nullable OpenStatements leaked;
  private volatile @Nullable Map<String, Object> notes;
  private volatile @Nullable Originals originals;

  @SuppressWarnings({"unused", "UnusedVariable"}) // through DEPARTURE
  private volatile @Nullable Detached<PhysicalConnection> departure;

  /**
   * Its borrower left that open, for the reset. A late closer of an earlier lease adds what is
   * closed already, and takes nothing away.
   */
  void leave(OpenStatements statements) {
    OpenStatements before;
    do {
      before = leaked;
    } while (!LEAKED.compareAndSet(this, before, statements.after(before)));
  }

  /** What was left open; null: nothing. */
  @Nullable OpenStatements left() {
    return leaked;
  }

  void closeLeft() throws SQLException {
    for (OpenStatements now = leaked; now != null; now = leaked) {
      now.close();
      LEAKED.compareAndSet(this, now, null);
    }
  }

  /** What the application notes about it. */
  Map<String, Object> notes() {
    if (notes == null) {
      NOTES.compareAndSet(this, null, new ConcurrentHashMap<>());
    }
    return Objects.requireNonNull(notes);
  }

  /** What was on it before the first change. */
  Originals originals(Connection raw, Product product) {
    if (originals == null) {
      ORIGINALS.compareAndSet(this, null, new Originals(raw, product));
    }
    return Objects.requireNonNull(originals);
  }

  /** It has left its pool, which is to be told of its end. */
  void departed(Detached<PhysicalConnection> told) {
    departure = told;
  }

  /** Whom to tell of its end, for the one who ends it; null if it has not left or has ended. */
  @SuppressWarnings("unchecked") // nothing else is put there
  @Nullable Detached<PhysicalConnection> takeDeparture() {
    return (Detached<PhysicalConnection>) DEPARTURE.getAndSet(this, null);
  }
}
