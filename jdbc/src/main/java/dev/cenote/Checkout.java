package dev.cenote;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.PoolErrors;
import dev.cenote.handle.CenoteConnection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lending in a pool that has customizers or listeners of connections: one that a customizer refuses
 * is ended, and another one tried. Any thread.
 */
final class Checkout {

  /** How many connections are tried before the borrower hears of it. */
  static final int ATTEMPTS = 3;

  private static final Ticker TICKER = Ticker.system();

  /** How the pool lends, if nobody is told. */
  interface Lender {
    CenoteConnection lend(Duration limit) throws SQLException;
  }

  /** The shortest: a timeout of 0 would wait for an open, as long as that may take. */
  private static final Duration AT_ONCE = Duration.ofNanos(1);

  private final Duration acquireTimeout;
  private final boolean refusable;
  private final PoolErrors errors;

  /**
   * For one pool.
   *
   * @param refusable whether there is a customizer that may refuse a connection
   */
  Checkout(Duration acquireTimeout, boolean refusable, PoolErrors errors) {
    this.acquireTimeout = acquireTimeout;
    this.refusable = refusable;
    this.errors = errors;
  }

  /** Lends a connection that nobody refuses; all attempts share one deadline. */
  CenoteConnection from(Lender lender) throws SQLException {
    return refusable ? tried(lender) : told(lender.lend(acquireTimeout));
  }

  private static CenoteConnection told(CenoteConnection lent) throws SQLException {
    lent.checkOut();
    return lent;
  }

  private CenoteConnection tried(Lender lender) throws SQLException {
    long start = TICKER.nanos();
    CenoteConnection lent = lender.lend(acquireTimeout);
    for (int attempt = 1; ; attempt++) {
      SQLException refusal = refusal(lent);
      if (refusal == null) {
        return lent;
      }
      if (attempt == ATTEMPTS) {
        throw errors.refusedAtCheckout(ATTEMPTS, refusal);
      }
      try {
        lent = lender.lend(left(start));
      } catch (SQLException none) {
        none.addSuppressed(errors.safe(refusal));
        throw none;
      }
    }
  }

  private static @Nullable SQLException refusal(CenoteConnection lent) {
    try {
      lent.checkOut();
      return null;
    } catch (SQLException refused) {
      return refused;
    }
  }

  private Duration left(long start) {
    if (acquireTimeout.isZero() || acquireTimeout.compareTo(PoolConfig.NONE) >= 0) {
      return acquireTimeout;
    }
    Duration left = acquireTimeout.minusNanos(TICKER.nanos() - start);
    return left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left;
  }
}
