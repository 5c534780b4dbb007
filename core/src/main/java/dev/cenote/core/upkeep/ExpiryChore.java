package dev.cenote.core.upkeep;

import dev.cenote.core.event.RetireReason;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces connections that near the end of their life, without a dip in capacity: where a permit
 * is free the successor is opened first; where none is, idle ones go one at a time, each only when
 * nothing is being opened or closed, so often that each has its turn before its end. Then it goes
 * in any case.
 */
final class ExpiryChore implements Chore {

  private static final int REPLACEMENTS_MAX = 2;

  @Override
  public boolean isWanted(Spans spans) {
    return spans.lifetime() > 0;
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    List<? extends Resident> ageing =
        plant.residents().stream()
            .filter(resident -> !resident.isLeaving() && isPast(resident.replaceAt(), now))
            .sorted(Comparator.comparingLong(Resident::replaceAt))
            .toList();
    int needed = Math.max(plant.kept(), plant.recentPeak()) + plant.replacementsArrived();
    int spare = plant.residents().size() - needed;
    int awaited = plant.replacementsUnderway();
    boolean oneWent = false;
    int waiting = 0;
    long left = Long.MAX_VALUE; // until the first of these must be gone
    for (Resident resident : ageing) {
      boolean atItsEnd = isPast(resident.expiresAt(), now);
      if (atItsEnd && !resident.wasIdle()) {
        resident.retire(RetireReason.EXPIRED);
      } else if (plant.replacementsArrived() > 0) {
        if (resident.retire(RetireReason.EXPIRED)) {
          plant.takeReplacement();
        }
      } else if (spare > 0 && resident.wasIdle()) {
        spare -= resident.retire(RetireReason.EXPIRED) ? 1 : 0;
      } else if (awaited > 0 && !atItsEnd) {
        awaited--; // its successor is on the way
      } else if (plant.hasFreePermit() && !atItsEnd) {
        if (plant.replacementsUnderway() < REPLACEMENTS_MAX) {
          plant.openReplacement();
        }
      } else if (resident.wasIdle() && (atItsEnd || (!oneWent && !plant.isInFlux()))) {
        oneWent |= resident.retire(RetireReason.EXPIRED);
      } else if (resident.wasIdle()) {
        waiting++;
        left = Math.min(left, resident.expiresAt() - now);
      }
    }
    long pace = Math.max(Housekeeper.SHORTEST_PERIOD, left / (waiting + 1));
    return Math.min(pace, Housekeeper.period(plant.spans().lifetime()));
  }

  private static boolean isPast(long time, long now) {
    return time != Long.MAX_VALUE && time - now <= 0;
  }
}
