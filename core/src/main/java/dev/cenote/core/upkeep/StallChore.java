package dev.cenote.core.upkeep;

import dev.cenote.core.event.PoolEvent;

/**
 * Notices that time has passed and nothing ran: it looks every second, and what it comes too late
 * by was missing to every deadline of the pool too.
 */
final class StallChore implements Chore {

  private static final long PERIOD_NANOS = 1_000_000_000;

  /** Less is the work of a busy machine. */
  private static final long WORTH_TELLING_NANOS = 1_000_000_000;

  private boolean begun;
  private long dueAt;

  @Override
  public boolean isWanted(Spans spans) {
    return true;
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    long late = now - dueAt;
    if (begun && late >= WORTH_TELLING_NANOS) {
      plant.tell(new PoolEvent.Stalled(late));
    }
    begun = true;
    dueAt = now + PERIOD_NANOS;
    return PERIOD_NANOS;
  }
}
