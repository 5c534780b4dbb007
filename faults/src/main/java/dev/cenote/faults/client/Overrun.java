package dev.cenote.faults.client;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.pool.PoolSettings;
import java.util.Locale;

/**
 * By how much getConnection overran its deadline, less what a bare park of the same length did
 * beside it. Made when the measurement begins.
 */
public final class Overrun {

  private static final double NANOS_PER_MILLI = 1e6;

  private final BarePark park = BarePark.of(PoolSettings.ACQUIRE_TIMEOUT);

  /** The number, in milliseconds, at the end of the measurement. */
  public Reading of(Diary diary) {
    double machine = park.stop() / NANOS_PER_MILLI;
    double longest = diary.longestWait() / NANOS_PER_MILLI;
    double overrun = longest - PoolSettings.ACQUIRE_TIMEOUT.toMillis() - machine;
    String note =
        diary.running().stream().anyMatch(nanos -> nanos / NANOS_PER_MILLI >= longest)
            ? "a caller was still waiting when the measurement ended"
            : "";
    return Reading.of(Math.max(0, overrun), machine > 50 ? beside(note, machine) : note);
  }

  private static String beside(String note, double machine) {
    String park = String.format(Locale.ROOT, "a bare park beside it overran by %.0f ms", machine);
    return note.isEmpty() ? park : note + ", " + park;
  }
}
