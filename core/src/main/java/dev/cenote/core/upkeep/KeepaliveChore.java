package dev.cenote.core.upkeep;

/**
 * Lets idle connections speak with their server now and then, so that nothing in between takes them
 * for dead. That does not count as use: an idle connection stays as idle as it was.
 */
final class KeepaliveChore implements Chore {

  private static final int CHECKS_MAX = 4;

  @Override
  public boolean isWanted(Spans spans) {
    return spans.keepalive() > 0;
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    long keepaliveNanos = plant.spans().keepalive();
    int room = CHECKS_MAX - plant.checksUnderway();
    for (Resident resident : plant.residents()) {
      if (room > 0 && resident.wasIdle() && now - resident.contactedAt() >= keepaliveNanos) {
        if (resident.check()) {
          room--;
        }
      }
    }
    return Housekeeper.period(keepaliveNanos);
  }
}
