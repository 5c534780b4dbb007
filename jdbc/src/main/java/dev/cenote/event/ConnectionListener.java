package dev.cenote.event;

import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to single connections, at once and on the thread where it happens: it must not
 * block. What it throws changes nothing; the first time is logged. Several hear in the order in
 * which they were added. For what happens to the pool there is {@link
 * dev.cenote.core.event.PoolListener}; for what shall change something, {@link
 * ConnectionCustomizer}.
 *
 * <p>Of the kinds SHARED and PER_THREAD a checkout is that by the first of those who have the
 * connection at once, and a checkin the return by the last.
 */
public interface ConnectionListener {

  /** It is open and set up. A thread of the pool. */
  default void connected(ConnectionContext context) {}

  /** A borrower gets it. The borrower's thread. */
  default void checkedOut(ConnectionContext context) {}

  /** It was given back and is about to be reset. Where {@link ConnectionCustomizer#onReset} is. */
  default void reset(ConnectionContext context, ResetState state) {}

  /**
   * Its borrower has it no longer: once for each {@link #checkedOut}, unless it was detached. Comes
   * after {@link #reset}, or after {@link #closed} if it could not be reset any more.
   */
  default void checkedIn(ConnectionContext context) {}

  /**
   * It is of no use and will be aborted: it was found dead, its reset failed, its borrower said so,
   * it was refused, or the pool took it back. At most once. The thread that found out.
   *
   * @param cause what was thrown or given; null if nothing was
   */
  default void invalidated(ConnectionContext context, @Nullable Throwable cause) {}

  /** It will be closed when its borrower gives it back. The borrower's thread. */
  default void softInvalidated(ConnectionContext context, @Nullable Throwable cause) {}

  /**
   * A check says that it is dead; {@link #invalidated} follows. A thread of the pool. A check that
   * does not return is told as {@code invalidated} alone.
   *
   * @param error what the check threw; null if it answered no
   */
  default void checkFailed(ConnectionContext context, @Nullable Throwable error) {}

  /** It was closed or aborted by the pool. Once. A thread of the pool. */
  default void closed(ConnectionContext context) {}

  /** It has left the pool with its borrower. The borrower's thread. */
  default void detached(ConnectionContext context) {}

  /** It was closed or aborted after it had left the pool. Once. The borrower's thread. */
  default void closeDetached(ConnectionContext context) {}
}
