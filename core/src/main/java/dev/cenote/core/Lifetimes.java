package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import java.util.function.LongSupplier;

/**
 * When connections are to be replaced. Each gets its own time, so that those opened together do not
 * end together: between three quarters and 97.5 % of the maximum lifetime it is replaced, and at
 * the maximum it goes even if it could not be.
 */
final class Lifetimes {

  private final long lifetimeNanos;
  private final LongSupplier random;

  /** A lifetime of 0 is no limit. */
  Lifetimes(long lifetimeNanos, LongSupplier random) {
    this.lifetimeNanos = lifetimeNanos;
    this.random = random;
  }

  /** Gives a connection that was just opened its time. The caller owns the slot. */
  void assign(Slot<?> slot, long now) {
    slot.openedAt = now;
    if (lifetimeNanos == 0 || lifetimeNanos == Long.MAX_VALUE) {
      slot.replaceAt = Long.MAX_VALUE;
      slot.expiresAt = Long.MAX_VALUE;
      return;
    }
    long latest = lifetimeNanos - lifetimeNanos / 40;
    long earliest = lifetimeNanos - lifetimeNanos / 4;
    long spread = Math.max(1, latest - earliest);
    slot.replaceAt = now + earliest + Math.floorMod(random.getAsLong(), spread);
    slot.expiresAt = now + lifetimeNanos;
  }
}
