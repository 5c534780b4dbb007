package dev.cenote.core.slot;

import dev.cenote.core.event.RetireReason;

/** For slots whose leases nobody ends. */
public final class NoHome<R> implements LeaseHome<R> {

  @Override
  public boolean release(Slot<R> slot, long word) {
    throw new AssertionError("no lease of " + slot + " should have ended");
  }

  @Override
  public boolean doom(Slot<R> slot, long word, RetireReason reason) {
    throw new AssertionError(slot + " should not have been doomed");
  }

  @Override
  public void suspectAll() {
    throw new AssertionError("nothing should have been doubted");
  }

  @Override
  public void retire(Slot<R> slot, long word, RetireReason otherwise) {
    throw new AssertionError(slot + " should not have been retired");
  }
}
