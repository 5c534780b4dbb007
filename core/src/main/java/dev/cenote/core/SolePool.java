package dev.cenote.core;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The pool of kind SOLE: one resource for one borrower at a time. Who acquires while it is borrowed
 * is refused at once, with the stack of that borrower as the cause: for programs that must never
 * need a second connection, and for tests that find out where they do.
 *
 * <p>To acquire after a release works always, also while the reset of that release is under way on
 * another thread, or a dead resource is being replaced: that is awaited as in any pool.
 *
 * @param <R> the resource
 */
public final class SolePool<R> extends QueueBackedPool<R> {

  private final AtomicReference<@Nullable Checkout> latest = new AtomicReference<>();

  SolePool(QueuePool<R> engine) {
    super(engine);
  }

  /** Where and by whom the resource was acquired. */
  @SuppressWarnings("serial") // never serialised: it lives between the engine and its caller
  private static final class Checkout extends BorrowSite {

    private volatile @Nullable Lease<?> lease;
    private volatile boolean acquiring = true;

    // The lease is the truth: a release that went wrong, in whatever way, leaves nothing behind.
    boolean isOut() {
      if (acquiring) {
        return true;
      }
      Lease<?> mine = lease;
      return mine != null && mine.isActive();
    }
  }

  @Override
  Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException {
    Checkout mine = new Checkout();
    Checkout other = enter(mine);
    if (other != null) {
      throw engine.isClosing()
          ? engine.refusals().explain(AcquireFailure.CLOSED, 0)
          : engine.refusals().refused(AcquireFailure.SOLE_BORROWED, other);
    }
    try {
      Lease<R> lease = engine.acquire(timeoutNanos);
      mine.lease = lease;
      return lease;
    } finally {
      mine.acquiring = false;
    }
  }

  /** Returns null if it may borrow, else who does. */
  private @Nullable Checkout enter(Checkout mine) {
    while (true) {
      Checkout before = latest.get();
      if (before != null && before.isOut()) {
        return before;
      }
      if (latest.compareAndSet(before, mine)) {
        return null;
      }
    }
  }
}
