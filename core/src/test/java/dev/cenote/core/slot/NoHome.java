package dev.cenote.core.slot;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.time.Timers;
import org.jspecify.annotations.Nullable;

/** For slots whose leases nobody ends. */
public final class NoHome<R> extends LeaseHome<R> {

  /** A home with a clock that nobody reads. */
  public NoHome() {
    super(new CoarseTicker(() -> 0, new NoTimers(), () -> false));
  }

  @Override
  public boolean release(Slot<R> slot, long word) {
    throw new AssertionError("no lease of " + slot + " should have ended");
  }

  @Override
  public boolean end(Slot<R> slot, long word, RetireReason reason) {
    throw new AssertionError("no lease of " + slot + " should have ended");
  }

  @Override
  public boolean doom(Slot<R> slot, long word, RetireReason reason, @Nullable Throwable cause) {
    throw new AssertionError(slot + " should not have been doomed");
  }

  @Override
  public boolean evict(Slot<R> slot, long word, @Nullable Throwable cause) {
    throw new AssertionError(slot + " should not have been evicted");
  }

  @Override
  public @Nullable Runnable detach(Slot<R> slot, long word, boolean keepsPermit) {
    throw new AssertionError(slot + " should not have been detached");
  }

  @Override
  public void foundDead(Slot<R> slot, boolean misplaced) {
    throw new AssertionError("nothing should have been doubted");
  }

  @Override
  public void retire(Slot<R> slot, long word, RetireReason otherwise) {
    throw new AssertionError(slot + " should not have been retired");
  }

  private static final class NoTimers implements Timers {
    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
      throw new AssertionError("nobody should have read the clock");
    }

    @Override
    public void close() {}
  }
}
