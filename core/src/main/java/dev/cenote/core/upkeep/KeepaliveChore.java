package dev.cenote.core.upkeep;

import java.util.Comparator;
import java.util.List;

/**
 * Lets idle connections speak with their server now and then, so that nothing in between takes them
 * for dead: who was silent for longest first, so many at once that all of a pool's get their turn.
 * That does not count as use: an idle connection stays as idle as it was.
 */
final class KeepaliveChore implements Chore {

  private static final int CHECKS_MIN = 4;

  /** Twice as many as it takes if each check has its answer before the next run. */
  private static final double RESERVE = 2;

  /** For how long one had not been heard when that was looked at: it may be heard meanwhile. */
  private record Silence(Resident resident, long nanos) {}

  @Override
  public boolean isWanted(Spans spans) {
    return spans.keepalive() > 0;
  }

  @Override
  public long run(Plant plant) {
    long now = plant.now();
    long keepaliveNanos = plant.spans().keepalive();
    long period = Housekeeper.period(keepaliveNanos);
    List<? extends Resident> all = plant.residents();
    List<Silence> longest =
        all.stream()
            .filter(Resident::wasIdle)
            .map(one -> new Silence(one, now - one.contactedAt()))
            .filter(silence -> silence.nanos >= keepaliveNanos)
            .sorted(Comparator.comparingLong(silence -> -silence.nanos))
            .toList();
    int room = checksAtOnce(all.size(), period, keepaliveNanos) - plant.checksUnderway();
    for (Silence silence : longest) {
      if (room > 0 && silence.resident.check()) {
        room--;
      }
    }
    return period;
  }

  private static int checksAtOnce(int residents, long period, long keepaliveNanos) {
    double needed = RESERVE * residents * period / keepaliveNanos;
    return Math.max(CHECKS_MIN, (int) Math.min(residents, Math.ceil(needed)));
  }
}
