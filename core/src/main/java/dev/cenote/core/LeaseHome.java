package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;

/**
 * Where a lease goes back to.
 *
 * @param <R> the resource
 */
interface LeaseHome<R> {

  /** Ends the lease that {@code word} proves. False: it had ended before. */
  boolean release(Slot<R> slot, R resource, long word);

  /** Marks the connection for closing at the end of that lease. False: the lease has ended. */
  boolean doom(Slot<R> slot, long word, RetireReason reason);

  /** Everything proved alive before now is checked before it is lent again. */
  void suspectAll();

  /** Closes what its owner must not lend: doomed, outdated, or claimed and then not leased. */
  void retire(Slot<R> slot, long word, RetireReason otherwise);
}
