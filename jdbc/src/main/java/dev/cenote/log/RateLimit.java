package dev.cenote.log;

import dev.cenote.core.time.Ticker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Lets some lines through per interval and counts the others. Any thread; never blocks. */
final class RateLimit {

  /** Answer of {@link #pass}: not now. */
  static final int HELD_BACK = -1;

  private final Ticker ticker;
  private final long intervalNanos;
  private final AtomicLong openFrom;
  private final AtomicInteger heldBack = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final int most;

  /** For one line per interval. */
  RateLimit(Ticker ticker, long intervalNanos) {
    this(ticker, intervalNanos, 1);
  }

  /** For so many. */
  RateLimit(Ticker ticker, long intervalNanos, int most) {
    this.ticker = ticker;
    this.intervalNanos = intervalNanos;
    this.most = most;
    this.openFrom = new AtomicLong(ticker.nanos());
  }

  /** How many were held back since the last one that passed; or {@link #HELD_BACK}. */
  int pass() {
    long now = ticker.nanos();
    long from = openFrom.get();
    if (now - from >= 0 && openFrom.compareAndSet(from, now + intervalNanos)) {
      left.set(most - 1);
      return heldBack.getAndSet(0);
    }
    if (left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      return 0;
    }
    heldBack.incrementAndGet();
    return HELD_BACK;
  }
}
