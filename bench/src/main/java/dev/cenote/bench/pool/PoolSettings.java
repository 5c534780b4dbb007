package dev.cenote.bench.pool;

import java.time.Duration;

/**
 * What all pools are told alike; all else stands at each pool's own default.
 *
 * @param size how many connections it may have
 * @param kept how many of them it keeps open from the start; it opens the others as they are needed
 */
public record PoolSettings(int size, int kept) {

  /**
   * How long a caller of getConnection waits at most. Some pools wait for ever unless told, which
   * nobody should run; and a wait with an end costs more than one without.
   */
  public static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(30);

  /** All connections open from the start. */
  public static PoolSettings filled(int size) {
    return new PoolSettings(size, size);
  }

  /** No connection open before it is needed. */
  public static PoolSettings empty(int size) {
    return new PoolSettings(size, 0);
  }

  /** Some connections open from the start, of many that it may have. */
  public static PoolSettings few(int size, int kept) {
    return new PoolSettings(size, kept);
  }

  /** Whether no connection is open before it is needed. */
  public boolean isEmpty() {
    return kept == 0;
  }

  static int acquireMillis() {
    return (int) ACQUIRE_TIMEOUT.toMillis();
  }
}
