package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Allowances;

/**
 * The slots that may be claimed, as whoever claims sees them: fields of the object that it has in
 * hand, since a claim is little more than a chain of loads that wait for each other. Written under
 * the control lock.
 *
 * @param <R> the resource
 */
abstract class Claimables<R> {

  /** Who may claim although somebody waits. */
  final Allowances<Lease<R>> allowances;

  private volatile Slot<R>[] claimable;
  private int startMask;

  /** None yet. */
  Claimables(Slot<R>[] none, Allowances<Lease<R>> allowances) {
    this.allowances = allowances;
    claimable = none;
  }

  /** From now on these. A snapshot: never changed. Control lock held. */
  final void show(Slot<R>[] slots) {
    // the smallest that covers the length is below twice that: one subtraction replaces a division
    startMask = -1 >>> Integer.numberOfLeadingZeros(slots.length | 1);
    claimable = slots;
  }

  final Slot<R>[] claimable() {
    return claimable;
  }

  /**
   * Where a thread begins to look among so many, at least one: always at the same, so that it meets
   * its slot again. The mask is a field, since one computed from the length would wait for that; it
   * may be newer than the array.
   */
  final int start(Thread thread, int count) {
    int start = (int) thread.getId() & startMask;
    if (start < count) {
      return start;
    }
    start -= count;
    return start < count ? start : 0; // else the array was another one
  }
}
