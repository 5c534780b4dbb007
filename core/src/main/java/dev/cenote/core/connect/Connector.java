package dev.cenote.core.connect;

/**
 * The only door to the pooled resource. Every method may block, fail with any exception or Error,
 * or never return: the engine gives each call a deadline and goes on without it.
 *
 * <p>At most one of {@code check}, {@code reset} and {@code close} runs on a resource at a time;
 * {@code abort} may come from another thread while any of them is stuck. {@code open}, {@code
 * check}, {@code close} and {@code abort} are called on the pool's own threads, {@code needsReset}
 * and {@code reset} on the releasing thread.
 *
 * @param <R> the resource
 */
public interface Connector<R> {

  /**
   * Opens a resource, ready for its first borrower.
   *
   * @param attempt the deadline and number of this attempt; the thread is interrupted at the
   *     deadline
   * @throws Exception why there is none; {@link #classify} says of which kind it is
   */
  R open(OpenAttempt attempt) throws Exception;

  /**
   * Asks the resource, by a round trip if need be, whether it is alive.
   *
   * @return false, as well as an exception, means dead
   */
  boolean check(R resource, long timeoutNanos) throws Exception;

  /**
   * Whether {@link #look} can tell anything of this resource. Asked when it has been opened, and
   * again when it has passed a check.
   */
  default boolean canLook(R resource) {
    return false;
  }

  /**
   * Looks at the near end of the resource. Called by its owner, while no other call runs on it, on
   * the acquiring thread or, for one who waits, on any, with the pool's lock held: must not block
   * and should take a microsecond or two.
   */
  default Liveness look(R resource) {
    return Liveness.UNCLEAR;
  }

  /**
   * Whether the borrower left something that {@link #reset} must undo. Must not block, must not
   * call the driver, and costs nothing when the answer is no.
   */
  boolean needsReset(R resource);

  /**
   * Undoes whatever the borrower left. If it throws, the resource is destroyed.
   *
   * @throws Exception why the resource can't be lent again
   */
  void reset(R resource) throws Exception;

  /**
   * Whether a failure of {@link #reset} says that the resource works and its server is the wrong
   * one, as that of the next one may be. Must not block; the pool's lock is held.
   */
  default boolean isMisplaced(Throwable failure) {
    return false;
  }

  /** Ends a healthy resource politely. */
  void close(R resource) throws Exception;

  /** Ends a resource that may be dead or stuck in another call, without asking it. */
  void abort(R resource) throws Exception;

  /**
   * Cuts the resource off, at this end and without asking anybody: {@link #abort} has begun and not
   * come back in time, and whoever is stuck in a call may be stuck for good. Must not block.
   */
  default void cut(R resource) {}

  /**
   * Whether a call of its borrower may be running on a resource that is to be taken away. Must not
   * block. Asked only if none but its borrower has used it.
   *
   * @param borrower the thread that borrowed it; it may have ended
   */
  default boolean mayBeInUse(R resource, Thread borrower) {
    return borrower.isAlive();
  }

  /** Says of what kind a failure of {@link #open} is. Must not block. */
  default OpenFailure classify(Throwable failure) {
    return OpenFailure.OTHER;
  }
}
