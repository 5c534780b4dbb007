package dev.cenote.core.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lease as a chore sees it: what it was when looked at, and what can be done to it. */
public interface Borrowing {

  /** The number of the slot, from 1. */
  int slot();

  /** What is borrowed, by identity. */
  Object connection();

  /** Tells the leases of a slot apart. */
  long lease();

  /** Who borrowed; null if that is not known. */
  @Nullable Thread thread();

  /** Where, if the pool keeps stacks; else empty. */
  List<StackTraceElement> site();

  /** For how long it has been borrowed. */
  long heldNanos();

  /** Since when nobody has begun to use it. */
  long quietNanos();

  /** Whether another thread than the borrower has used it, and might give it back. */
  boolean hasStrayed();

  /** Whether its borrower is known, nobody else has used it and no call may be running on it. */
  boolean mayBeReclaimed();

  /** Takes it back and aborts it, unless it has been used again or given back since. */
  void reclaim();
}
