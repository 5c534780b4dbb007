package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import java.util.function.LongSupplier;

/**
 * When connections are to be replaced. Each gets its own time, so that those opened together do not
 * end together: between three quarters and 97.5 % of the maximum lifetime it is replaced, and at
 * the maximum it goes even if it could not be.
 */
final class Lifetimes {

  private long lifetimeNanos; // guarded by the control lock
  private final LongSupplier random;

  /** A lifetime of 0 is no limit. */
  Lifetimes(long lifetimeNanos, LongSupplier random) {
    this.lifetimeNanos = lifetimeNanos;
    this.random = random;
  }

  /**
   * The maximum is another one from now on, for those that are open too. One that is too old by the
   * new one has as long as one of three quarters of it: they do not all end at once. Lock held.
   */
  void limit(long nanos, Slot<?>[] open, long now) {
    if (nanos == lifetimeNanos) {
      return;
    }
    lifetimeNanos = nanos;
    long oldest = now - (nanos - nanos / 4);
    for (Slot<?> slot : open) {
      schedule(slot, Math.max(0, slot.openedAt - oldest) + oldest);
    }
  }

  /** Gives a connection that was just opened its time. The caller owns the slot. Lock held. */
  void assign(Slot<?> slot, long now) {
    slot.openedAt = now;
    schedule(slot, now);
  }

  private void schedule(Slot<?> slot, long since) {
    if (lifetimeNanos == 0 || lifetimeNanos == Long.MAX_VALUE) {
      slot.replaceAt = Long.MAX_VALUE;
      slot.expiresAt = Long.MAX_VALUE;
      return;
    }
    long latest = lifetimeNanos - lifetimeNanos / 40;
    long earliest = lifetimeNanos - lifetimeNanos / 4;
    long spread = Math.max(1, latest - earliest);
    slot.replaceAt = since + earliest + Math.floorMod(random.getAsLong(), spread);
    slot.expiresAt = since + lifetimeNanos;
  }
}
