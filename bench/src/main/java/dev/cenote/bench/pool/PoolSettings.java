package dev.cenote.bench.pool;

import java.time.Duration;

/**
 * What all pools are told alike; all else stands at each pool's own default.
 *
 * @param size how many connections it may have
 * @param filled whether it keeps them all open from the start, or opens them as they are needed
 */
public record PoolSettings(int size, boolean filled) {

  /**
   * How long a caller of getConnection waits at most. Some pools wait for ever unless told, which
   * nobody should run; and a wait with an end costs more than one without.
   */
  public static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(30);

  /** All connections open from the start. */
  public static PoolSettings filled(int size) {
    return new PoolSettings(size, true);
  }

  /** No connection open before it is needed. */
  public static PoolSettings empty(int size) {
    return new PoolSettings(size, false);
  }

  /** How many connections are kept open. */
  public int kept() {
    return filled ? size : 0;
  }

  static int acquireMillis() {
    return (int) ACQUIRE_TIMEOUT.toMillis();
  }
}
