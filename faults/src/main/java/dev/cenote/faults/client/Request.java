package dev.cenote.faults.client;

import org.jspecify.annotations.Nullable;

/**
 * One request of a client; moments are {@code System.nanoTime()}.
 *
 * @param began when getConnection was called
 * @param acquired when it returned or threw
 * @param told when the work was done or had failed, or getConnection threw: from then on the client
 *     knows, and the pool can
 * @param ended when all was done, the connection given back
 * @param end how it ended
 * @param failure why it failed; null if it did not, and where it was not kept
 */
public record Request(
    long began, long acquired, long told, long ended, End end, @Nullable Throwable failure) {

  /** How a request ended. */
  public enum End {
    /** It got a connection that worked. */
    SERVED,
    /** getConnection threw. */
    REFUSED,
    /** It got a connection that did not work. */
    FAILED
  }

  /**
   * The same without the failure: a pool that refuses at once refuses many thousands of times a
   * minute, and the stacks of all that would fill the memory of a JVM that the pool needs too.
   */
  Request withoutFailure() {
    return new Request(began, acquired, told, ended, end, null);
  }

  /** How long getConnection took, in nanoseconds. */
  public long waited() {
    return acquired - began;
  }
}
