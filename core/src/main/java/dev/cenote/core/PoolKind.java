package dev.cenote.core;

import org.jspecify.annotations.Nullable;

/** Whom a pool lends what. All kinds stand on the same engine: what it promises, they promise. */
public enum PoolKind {
  /** Each resource to one borrower at a time, kept and lent again; who comes late waits in line. */
  QUEUE(5, 10),

  /** A new resource for each borrower, closed on return; {@code maxOverflow} limits how many. */
  DIRECT(0, PoolConfig.UNLIMITED),

  /**
   * One resource, lent to everybody at once, and reset when the last has gone. {@code maxOverflow}
   * limits how many that were replaced may still be borrowed beside it.
   */
  SHARED(1, 10),

  /**
   * Each thread has a resource of its own: what it acquires while it has one is the same one. As
   * many as {@code poolSize} are kept for their threads.
   */
  PER_THREAD(5, 10),

  /** One resource for one borrower; who wants it meanwhile is refused at once and told who has. */
  SOLE(1, 0);

  private final int poolSizeDefault;
  private final int maxOverflowDefault;

  PoolKind(int poolSizeDefault, int maxOverflowDefault) {
    this.poolSizeDefault = poolSizeDefault;
    this.maxOverflowDefault = maxOverflowDefault;
  }

  /** The pool size where none was set. */
  public int poolSizeDefault() {
    return poolSizeDefault;
  }

  /** The overflow where none was set. */
  public int maxOverflowDefault() {
    return maxOverflowDefault;
  }

  /**
   * How many connections such a pool permits when it starts. Of kind SHARED it is one: overflow is
   * permitted only while some that were replaced are borrowed.
   */
  public int maximumAtFirst(int poolSize, int maxOverflow) {
    return this == SHARED
        ? poolSize
        : (int) Math.min(PoolConfig.UNLIMITED, (long) poolSize + maxOverflow);
  }

  /** Whether a resource that was given back may be lent again. */
  public boolean keeps() {
    return this != DIRECT;
  }

  /** Whether a resource may have several borrowers at once. */
  public boolean shares() {
    return this == SHARED || this == PER_THREAD;
  }

  /** Why this kind has no use for such a pool size, beginning with its name; null if it has. */
  public @Nullable String objectionToPoolSize(int poolSize) {
    return switch (this) {
      case QUEUE, PER_THREAD -> null;
      case DIRECT ->
          poolSize == 0
              ? null
              : "DIRECT keeps no connection: poolSize must be 0, is "
                  + poolSize
                  + "; its limit is maxOverflow";
      case SHARED, SOLE ->
          poolSize == 1 ? null : this + " has one connection: poolSize must be 1, is " + poolSize;
    };
  }

  /** The same for the overflow. */
  public @Nullable String objectionToMaxOverflow(int maxOverflow) {
    return this == SOLE && maxOverflow != 0
        ? "SOLE has one connection: maxOverflow must be 0, is " + maxOverflow
        : null;
  }
}
