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
    park.stop();
    long now = System.nanoTime();
    Wait worst = new Wait(0, 0, false);
    for (Request request : diary.requests()) {
      worst = worst.orWorse(over(request.began(), request.acquired(), false));
    }
    for (long waited : diary.running()) {
      worst = worst.orWorse(over(now - waited, now, true));
    }
    double machine = worst.machine() / NANOS_PER_MILLI;
    String note = worst.goesOn() ? "a caller was still waiting when the measurement ended" : "";
    return Reading.of(worst.over() / NANOS_PER_MILLI, machine > 50 ? beside(note, machine) : note);
  }

  /** By how much one wait overran, less what a park did meanwhile. */
  private record Wait(long over, long machine, boolean goesOn) {
    Wait orWorse(Wait other) {
      return other.over > over ? other : this;
    }
  }

  private Wait over(long from, long to, boolean goesOn) {
    long over = to - from - PoolSettings.ACQUIRE_TIMEOUT.toNanos();
    if (over <= 0) {
      return new Wait(0, 0, goesOn);
    }
    long machine = park.overrun(from, to);
    return new Wait(Math.max(0, over - machine), machine, goesOn);
  }

  private static String beside(String note, double machine) {
    String park = String.format(Locale.ROOT, "a bare park beside it overran by %.0f ms", machine);
    return note.isEmpty() ? park : note + ", " + park;
  }
}
