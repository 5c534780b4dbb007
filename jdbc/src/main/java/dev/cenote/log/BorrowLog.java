package dev.cenote.log;

import dev.cenote.error.Secrets;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionListener;
import dev.cenote.event.ResetState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each checkout, reset and return at TRACE, logger {@value LogListener#LOGGER}. A pool has
 * it only if that level is on when it starts: else borrowing costs nothing more. Any thread.
 */
public final class BorrowLog implements ConnectionListener {

  private final Logger log;
  private final Secrets secrets;

  private BorrowLog(Logger log, Secrets secrets) {
    this.log = log;
    this.secrets = secrets;
  }

  /** The log, if its level is on; else null. */
  public static @Nullable BorrowLog ifEnabled(Secrets secrets) {
    return ifEnabled(LoggerFactory.getLogger(LogListener.LOGGER), secrets);
  }

  static @Nullable BorrowLog ifEnabled(Logger log, Secrets secrets) {
    return log.isTraceEnabled() ? new BorrowLog(log, secrets) : null;
  }

  @Override
  public void checkedOut(ConnectionContext context) {
    log.trace("{}: #{} borrowed, the {}. time", context.pool(), context.slot(), context.useCount());
  }

  @Override
  public void reset(ConnectionContext context, ResetState state) {
    String what = state.transactionWasReset() ? "no transaction is open" : "a transaction is open";
    log.trace("{}: #{} is reset, {}", context.pool(), context.slot(), what);
  }

  @Override
  public void checkedIn(ConnectionContext context) {
    log.trace("{}: #{} returned", context.pool(), context.slot());
  }

  @Override
  public void softInvalidated(ConnectionContext context, @Nullable Throwable cause) {
    String because = secrets.because(cause);
    log.trace("{}: #{} will be closed on return{}", context.pool(), context.slot(), because);
  }

  @Override
  public void closeDetached(ConnectionContext context) {
    log.trace("{}: a detached connection of #{} is closed", context.pool(), context.slot());
  }
}
