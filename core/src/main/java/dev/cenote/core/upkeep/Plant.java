package dev.cenote.core.upkeep;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Throttling;
import java.util.List;

/** What chores may see of a pool, and do to it. Called on the timer thread; never blocks. */
public interface Plant {

  /** What is minded now. */
  Spans spans();

  /** Nanoseconds of the ticker. */
  long now();

  /** The open connections, as they are now. */
  List<? extends Resident> residents();

  /** The leases, as they are now. */
  default List<? extends Borrowing> borrowings() {
    return List.of();
  }

  /** Whether that connection is still open in that slot. */
  default boolean isOpen(int slot, Object connection) {
    return false;
  }

  /** How the system has held this process back so far. Reads a small file. */
  default Throttling throttling() {
    return Throttling.NONE;
  }

  /** Tells the listeners. */
  default void tell(PoolEvent event) {}

  /** Counts a connection that its borrower has left behind. */
  default void leaked() {}

  /** How many connections are to be kept. */
  int kept();

  /** How many of those are neither open nor being opened. */
  int missing();

  /** Opens one more, if a permit is free and opening is allowed now. */
  boolean openOne();

  /** Whether a permit is free. */
  boolean hasFreePermit();

  /** Whether anything is being opened or closed. */
  boolean isInFlux();

  /** Opens one that lets an ageing connection go when it arrives. False: not now. */
  boolean openReplacement();

  /** Replacements being opened. */
  int replacementsUnderway();

  /** Replacements that have arrived and for which nothing has gone yet. */
  default int replacementsArrived() {
    return 0;
  }

  /** Takes one from the replacements that have arrived. False: there is none. */
  boolean takeReplacement();

  /** Checks under way on behalf of chores. */
  int checksUnderway();

  /** The most connections in use at once within the last {@code overflowLinger}. */
  int recentPeak();
}
