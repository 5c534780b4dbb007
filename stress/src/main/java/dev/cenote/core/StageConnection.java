package dev.cenote.core;

import java.util.concurrent.atomic.AtomicInteger;

/** A connection on a {@link PoolStage}: it only remembers what was done to it. */
final class StageConnection {

  private final AtomicInteger closes = new AtomicInteger();
  private final AtomicInteger aborts = new AtomicInteger();

  /** Whether a borrower left something to undo. */
  volatile boolean dirty;

  /** How it ended. */
  enum End {
    /** It has not. */
    KEPT,
    /** Politely. */
    CLOSED,
    /** By force. */
    ABORTED,
    /** By force, after a polite close had not returned in time. */
    CLOSED_AND_ABORTED,
    /** More than once in the same way: forbidden. */
    TWICE
  }

  void close() {
    closes.incrementAndGet();
  }

  void abort() {
    aborts.incrementAndGet();
  }

  End end() {
    if (closes.get() > 1 || aborts.get() > 1) {
      return End.TWICE;
    }
    if (closes.get() == 0) {
      return aborts.get() == 0 ? End.KEPT : End.ABORTED;
    }
    return aborts.get() == 0 ? End.CLOSED : End.CLOSED_AND_ABORTED;
  }
}
