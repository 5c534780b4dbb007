package dev.cenote.core.slot;

/**
 * What of a slot is seldom touched. It lies before the atomic word and so keeps that a cache line
 * away from the fields of the neighbour that every borrow writes: two threads that lend
 * neighbouring slots must not slow each other down (false sharing).
 */
abstract class SlotTimes {

  /** When it was opened; while it is being opened, when that began. Owner. */
  public long openedAt;

  /**
   * When it should be replaced, and when it must be gone; {@link Long#MAX_VALUE}: never. Under the
   * pool's lock: by who has opened it, or changes the lifetime.
   */
  public long replaceAt;

  /** See {@link #replaceAt}. */
  public long expiresAt;

  /** By when the driver call that the owner makes must have returned. Owner, before the move. */
  public long callDeadline;

  /**
   * The same for a reset. Apart, because two threads may end one lease at once and the slower one
   * writes here when it owns nothing: a time older than any that a later reset has.
   */
  public long resetDeadline;

  /**
   * The word of an ownership whose owner ran out of stack or memory and may not have ended it; 0 or
   * passed: nobody's. Written in the owner's last breath, hence a plain write of a field; read and
   * acted upon by the pool's upkeep.
   */
  public volatile long orphan;
}
