package dev.cenote.core;

import org.jspecify.annotations.Nullable;

/**
 * An acquire that got nothing, with the numbers of that moment. It has no stack trace of its own:
 * whoever turns it into an exception for users supplies the one they need. The cause, if any, is
 * the last failure to open, if none has succeeded since.
 */
@SuppressWarnings("serial") // never serialised: it lives between the engine and its caller
public final class AcquireException extends Exception {

  private final AcquireFailure failure;
  private final PoolStats stats;
  private final long waitedNanos;
  private final @Nullable Downtime downtime;
  private final @Nullable Deadlock deadlock;

  AcquireException(
      AcquireFailure failure,
      PoolStats stats,
      long waitedNanos,
      @Nullable Throwable openFailure,
      @Nullable Downtime downtime,
      @Nullable Deadlock deadlock) {
    super(null, openFailure, false, false);
    this.failure = failure;
    this.stats = stats;
    this.waitedNanos = waitedNanos;
    this.downtime = downtime;
    this.deadlock = deadlock;
  }

  /** All of it in one line, for programs that use the engine alone; made when it is asked for. */
  @Override
  public String getMessage() {
    return failure + " after " + waitedNanos + " ns: " + stats;
  }

  /** Why. */
  public AcquireFailure failure() {
    return failure;
  }

  /** The pool's numbers when it failed. */
  public PoolStats stats() {
    return stats;
  }

  /** How long the caller had waited, in nanoseconds; 0 if it was refused without a wait. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** What is known of the outage; null unless it failed because of {@link AcquireFailure#DOWN}. */
  public @Nullable Downtime downtime() {
    return downtime;
  }

  /** What is known of the deadlock; null unless it failed as {@link AcquireFailure#DEADLOCK}. */
  public @Nullable Deadlock deadlock() {
    return deadlock;
  }
}
