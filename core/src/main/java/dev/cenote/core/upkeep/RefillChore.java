package dev.cenote.core.upkeep;

/** Opens what is missing of the connections to be kept, as fast as the open gate allows. */
final class RefillChore implements Chore {

  /** How soon it looks again while something is missing and cannot be opened now. */
  private static final long RETRY_NANOS = 50_000_000;

  private static final long PERIOD_NANOS = 5_000_000_000L;

  @Override
  public boolean isWanted(Spans spans) {
    return spans.refills();
  }

  @Override
  public long run(Plant plant) {
    int missing = plant.missing();
    while (missing > 0 && plant.openOne()) {
      missing--;
    }
    return missing > 0 ? RETRY_NANOS : PERIOD_NANOS;
  }
}
