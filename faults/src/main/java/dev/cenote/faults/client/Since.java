package dev.cenote.faults.client;

import dev.cenote.faults.cell.Reading;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * A moment from which recovery is measured.
 *
 * @param moment in {@code System.nanoTime()}
 */
public record Since(long moment) {

  private static final double NANOS_PER_MILLI = 1e6;

  /** This moment. */
  public static Since now() {
    return new Since(System.nanoTime());
  }

  /** Milliseconds from it until another moment. */
  public double millisTo(long other) {
    return (other - moment) / NANOS_PER_MILLI;
  }

  /** Milliseconds by now. */
  public double millis() {
    return millisTo(System.nanoTime());
  }

  /** Waits until a request of the crowd has been served since; how many milliseconds it took. */
  public Reading firstServed(Crowd crowd, Duration patience) {
    boolean served = Pause.until(() -> crowd.hasServedSince(moment), patience);
    OptionalLong first = crowd.diary().firstServed(moment);
    return served && first.isPresent()
        ? Reading.of(millisTo(first.getAsLong()))
        : Reading.never(millis(), lastFailure(crowd.diary()));
  }

  /** Waits until the pool lends so many at once; how many milliseconds it took. */
  public Reading full(DataSource pool, int size, Duration patience) throws InterruptedException {
    double before = millis();
    Capacity capacity = Capacity.of(pool, size, patience);
    return capacity.isAll(size)
        ? Reading.of(before + capacity.nanos() / NANOS_PER_MILLI)
        : Reading.never(millis(), capacity.lent() + " of " + size + " could be borrowed");
  }

  private static String lastFailure(Diary diary) {
    return diary.requests().stream()
        .map(Request::failure)
        .filter(Objects::nonNull)
        .reduce((first, last) -> last)
        .map(failure -> "last: " + failure.toString().lines().findFirst().orElse(""))
        .orElse("");
  }
}
