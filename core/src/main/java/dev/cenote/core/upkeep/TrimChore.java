package dev.cenote.core.upkeep;

import dev.cenote.core.event.RetireReason;
import java.util.Comparator;
import java.util.List;

/**
 * Closes what the pool did not need within {@code overflowLinger}. What counts is how many were in
 * use at once, not which: so no order of lending keeps surplus connections alive.
 */
final class TrimChore implements Chore {

  @Override
  public boolean isWanted(Spans spans) {
    return true;
  }

  @Override
  public long run(Plant plant) {
    List<? extends Resident> residents = plant.residents();
    int surplus = residents.size() - Math.max(plant.kept(), plant.recentPeak());
    if (surplus > 0) {
      residents.stream()
          .filter(Resident::wasIdle)
          .sorted(Comparator.comparingLong(Resident::idleSince))
          .limit(surplus)
          .forEach(resident -> resident.retire(RetireReason.SURPLUS));
    }
    return Housekeeper.period(plant.spans().linger());
  }
}
