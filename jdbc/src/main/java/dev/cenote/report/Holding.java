package dev.cenote.report;

import dev.cenote.core.Holder;
import dev.cenote.error.ThreadText;
import dev.cenote.physical.PhysicalConnection;
import org.jspecify.annotations.Nullable;

/**
 * One borrowed connection, with what its borrower is doing.
 *
 * @param slot its number
 * @param thread the borrower's name; null if it is not known
 * @param site where it was borrowed; empty if that is not known
 * @param activity what the borrower is doing
 * @param heldNanos for how long it has been borrowed
 * @param quietNanos since when no JDBC call has begun on it
 * @param strayed whether other threads use it too
 * @param inTransaction whether a transaction is open on it
 */
record Holding(
    int slot,
    @Nullable String thread,
    String site,
    Activity activity,
    long heldNanos,
    long quietNanos,
    boolean strayed,
    boolean inTransaction) {

  /** The pool is lent out, but nobody has asked the database for so long: it is not the cause. */
  private static final long IDLE_NANOS = 1_000_000_000;

  /** Looks at a lease and at its borrower. */
  static Holding of(Holder<PhysicalConnection> holder) {
    Thread thread = holder.thread();
    boolean elsewhere = holder.strayed(); // then what the borrower does says nothing
    Activity activity = Activity.of(elsewhere ? null : thread);
    if (activity.kind() == Activity.Kind.ENDED && holder.quietNanos() < IDLE_NANOS) {
      activity = Activity.of((Thread) null); // somebody else may have been given it just now
    }
    return new Holding(
        holder.slot(),
        thread == null ? null : ThreadText.of(thread),
        Frames.path(Frames.ofApplication(holder.site())),
        activity,
        holder.heldNanos(),
        holder.quietNanos(),
        elsewhere,
        holder.resource().seemsInTransaction());
  }

  /** Whether its borrower has ended and left it behind. */
  boolean isLeaked() {
    return activity.kind() == Activity.Kind.ENDED;
  }

  /** Whether its borrower is busy with something that is not the database. */
  boolean isAway() {
    return activity.kind() == Activity.Kind.ELSEWHERE && quietNanos >= IDLE_NANOS;
  }

  boolean isKnown() {
    return activity.kind() != Activity.Kind.UNKNOWN;
  }

  boolean isInDriver() {
    return activity.kind() == Activity.Kind.IN_DRIVER;
  }

  boolean isAcquiring() {
    return activity.kind() == Activity.Kind.ACQUIRING;
  }

  /** Whether it is told of by its thread's name, for want of something better. */
  boolean isNamed() {
    return isLeaked() || (isKnown() && activity.application().isEmpty());
  }

  /** What those have in common that are told of in one line. */
  String likeness() {
    return site
        + "|"
        + activity.path()
        + "|"
        + activity.call()
        + "|"
        + activity.kind()
        + "|"
        + strayed
        + (isNamed() ? thread : "");
  }
}
