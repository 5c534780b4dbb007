package dev.cenote.core.event;

/** Why a connection ended. */
public enum RetireReason {
  /** It reached its lifetime. */
  EXPIRED,
  /** The pool no longer needs so many. */
  SURPLUS,
  /** The limit was lowered below what was open. */
  RESIZED,
  /** The whole pool was invalidated after it had been opened. */
  INVALIDATED,
  /** A check said, or threw, that it is dead. */
  CHECK_FAILED,
  /** A check did not return by its deadline. */
  CHECK_TIMED_OUT,
  /** A look at its socket, before it was lent, showed that the other end had closed it. */
  FOUND_CLOSED,
  /** Its state could not be reset after use. */
  RESET_FAILED,
  /** The reset did not return by its deadline. */
  RESET_TIMED_OUT,
  /** An error during its lease proved it dead. */
  BROKEN,
  /** An error during its lease showed that it leads to a server of another role: a standby, say. */
  ROLE_CHANGED,
  /** Its borrower asked for it to be closed. */
  EVICTED,
  /** Nobody could be using it any more, and the pool was to take such ones back. */
  RECLAIMED,
  /** The pool was drained. */
  DRAINED,
  /** Its borrower took it out of the pool. */
  DETACHED,
  /**
   * It was idle and would have had to be checked first; its place went to a new one because the
   * check of another had no answer.
   */
  GAVE_WAY,
  /** It was given back, and its pool keeps none, or no more. */
  NOT_KEPT,
  /**
   * It was opened but nobody needs it any more, or came after its attempt was given up; or there
   * was no thread to check it.
   */
  UNWANTED,
  /** The pool was closed. */
  POOL_CLOSED;

  /** Whether a connection that is to end for this reason is in order until its borrower is done. */
  public boolean isOrderly() {
    return switch (this) {
      case EXPIRED, SURPLUS, RESIZED, INVALIDATED, DRAINED, GAVE_WAY, NOT_KEPT -> true;
      case CHECK_FAILED,
          CHECK_TIMED_OUT,
          FOUND_CLOSED,
          RESET_FAILED,
          RESET_TIMED_OUT,
          BROKEN,
          ROLE_CHANGED,
          EVICTED,
          RECLAIMED,
          DETACHED,
          UNWANTED,
          POOL_CLOSED ->
          false;
    };
  }

  /** Whether it was found dead when it was about to be lent, or was looked after. */
  public boolean isDeathInIdleness() {
    return this == CHECK_FAILED || this == CHECK_TIMED_OUT || this == FOUND_CLOSED;
  }

  /**
   * Whether a connection that ends for this reason is aborted instead of closed: it is dead, stuck
   * or in an unknown state, and a polite goodbye could hang on it.
   */
  public boolean isAborted() {
    return switch (this) {
      case CHECK_FAILED,
          CHECK_TIMED_OUT,
          FOUND_CLOSED,
          RESET_FAILED,
          RESET_TIMED_OUT,
          BROKEN,
          ROLE_CHANGED,
          RECLAIMED ->
          true;
      case EXPIRED,
          SURPLUS,
          RESIZED,
          INVALIDATED,
          EVICTED,
          DRAINED,
          DETACHED,
          GAVE_WAY,
          NOT_KEPT,
          UNWANTED,
          POOL_CLOSED ->
          false;
    };
  }
}
