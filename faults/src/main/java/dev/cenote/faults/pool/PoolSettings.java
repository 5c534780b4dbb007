package dev.cenote.faults.pool;

import java.time.Duration;

/**
 * What all pools are told alike.
 *
 * @param size how many connections it may have
 * @param filled whether it keeps them all open from the start, or opens them as they are needed
 */
public record PoolSettings(int size, boolean filled) {

  /** How long a caller of getConnection waits at most. */
  public static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(2);

  /** How long one attempt to connect may take, where a pool or driver has a limit. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** How long one check of a connection may take, where a pool has a limit. */
  public static final Duration CHECK_TIMEOUT = Duration.ofSeconds(1);

  /** How long one reset or one close may take, where a pool has a limit. */
  public static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(1);

  /** How long the end of a pool may take, where it has a limit. */
  public static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

  /** What most rows use: 10 connections, all open from the start. */
  public static final PoolSettings USUAL = new PoolSettings(10, true);

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
}
