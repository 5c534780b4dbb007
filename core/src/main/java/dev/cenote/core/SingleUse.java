package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Where leases go whose connection is lent once: the end of the lease is the end of the connection.
 *
 * @param <R> the resource
 */
final class SingleUse<R> extends LeaseHome<R> {

  private final LeaseHome<R> engine;

  SingleUse(LeaseHome<R> engine) {
    super(engine.coarse());
    this.engine = engine;
  }

  @Override
  public boolean release(Slot<R> slot, long word) {
    return engine.end(slot, word, RetireReason.NOT_KEPT);
  }

  @Override
  public boolean end(Slot<R> slot, long word, RetireReason reason) {
    return engine.end(slot, word, reason);
  }

  @Override
  public void touched(Slot<R> slot, long word) {
    engine.touched(slot, word);
  }

  @Override
  public boolean doom(Slot<R> slot, long word, RetireReason reason, @Nullable Throwable cause) {
    return engine.doom(slot, word, reason, cause);
  }

  @Override
  public boolean evict(Slot<R> slot, long word, @Nullable Throwable cause) {
    return engine.evict(slot, word, cause);
  }

  @Override
  public @Nullable Runnable detach(Slot<R> slot, long word, boolean keepsPermit) {
    return engine.detach(slot, word, keepsPermit);
  }

  @Override
  public void foundDead(Slot<R> slot, boolean misplaced) {
    engine.foundDead(slot, misplaced);
  }

  @Override
  public void retire(Slot<R> slot, long word, RetireReason otherwise) {
    engine.retire(slot, word, otherwise);
  }
}
