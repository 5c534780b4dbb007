package dev.cenote.core.upkeep;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Throttling;

/**
 * Notices that time has passed and nothing ran: it looks every second, and what it comes too late
 * by was missing to every deadline of the pool too. How long the system has held the process back
 * by then it reads now and then, so that what is new in a standstill is known.
 */
final class StallChore implements Chore {

  private static final long PERIOD_NANOS = 1_000_000_000;

  /** Less is the work of a busy machine. */
  private static final long WORTH_TELLING_NANOS = 1_000_000_000;

  /** Often enough to belong to the standstill, and seldom enough to cost nothing. */
  private static final long LOOK_NANOS = 10_000_000_000L;

  private boolean begun;
  private long dueAt;
  private Throttling seen = Throttling.NONE;
  private long seenAt;

  @Override
  public boolean isWanted(Spans spans) {
    return true;
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    long late = now - dueAt;
    boolean first = !begun;
    boolean stalled = !first && late >= WORTH_TELLING_NANOS;
    begun = false; // should what follows fail, it comes again later: that is no standstill
    if (stalled || first || now - seenAt >= LOOK_NANOS) {
      Throttling before = seen;
      long since = now - seenAt;
      seen = plant.throttling();
      seenAt = now;
      if (stalled) {
        plant.tell(new PoolEvent.Stalled(late, seen.since(before), since));
      }
    }
    begun = true;
    dueAt = now + PERIOD_NANOS;
    return PERIOD_NANOS;
  }
}
