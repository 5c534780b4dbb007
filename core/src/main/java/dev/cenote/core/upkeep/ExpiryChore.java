package dev.cenote.core.upkeep;

import dev.cenote.core.event.RetireReason;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces connections that near the end of their life, without a dip in capacity: where a permit
 * is free the successor is opened first; where none is, idle ones go one at a time, each only when
 * nothing is being opened or closed.
 */
final class ExpiryChore implements Chore {

  private static final int REPLACEMENTS_MAX = 2;

  private final long periodNanos;

  ExpiryChore(long lifetimeNanos) {
    this.periodNanos = Housekeeper.period(lifetimeNanos);
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    List<? extends Resident> ageing =
        plant.residents().stream()
            .filter(resident -> resident.replaceAt() - now <= 0)
            .sorted(Comparator.comparingLong(Resident::replaceAt))
            .toList();
    int spare = plant.residents().size() - Math.max(plant.kept(), plant.recentPeak());
    int awaited = plant.replacementsUnderway();
    boolean oneWent = false;
    for (Resident resident : ageing) {
      if (!resident.wasIdle() && resident.expiresAt() - now <= 0) {
        resident.retire(RetireReason.EXPIRED);
      } else if (spare > 0 && resident.wasIdle()) {
        if (resident.retire(RetireReason.EXPIRED)) {
          spare--;
        }
      } else if (plant.takeReplacement()) {
        resident.retire(RetireReason.EXPIRED);
      } else if (awaited > 0) {
        awaited--; // its successor is on the way
      } else if (plant.hasFreePermit()) {
        if (plant.replacementsUnderway() < REPLACEMENTS_MAX) {
          plant.openReplacement();
        }
      } else if (resident.wasIdle() && !oneWent && !plant.isInFlux()) {
        oneWent = resident.retire(RetireReason.EXPIRED);
      }
    }
    return periodNanos;
  }
}
