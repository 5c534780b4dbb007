package dev.cenote.core.size;

/** A pool's own limit. Guarded by the pool's lock. */
public final class LocalBudget implements Budget {

  private int limit;
  private int taken;

  /** A budget of {@code limit} permits. */
  public LocalBudget(int limit) {
    this.limit = limit;
  }

  @Override
  public boolean tryTake() {
    if (taken >= limit) {
      return false;
    }
    taken++;
    return true;
  }

  @Override
  public void giveBack() {
    if (taken == 0) {
      throw new IllegalStateException("bug: a permit was given back twice");
    }
    taken--;
  }

  @Override
  public int taken() {
    return taken;
  }

  @Override
  public int limit() {
    return limit;
  }

  /** Changes the limit; what is taken above it stays taken until it is given back. */
  public void limit(int limit) {
    this.limit = limit;
  }
}
