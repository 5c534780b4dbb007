package dev.cenote.faults.client;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Request.End;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Borrowers who wait for an answer that does not come: their call, from the moment they have the
 * connection until it is given back, takes longer than {@link #BOUND} or is not over when the
 * measurement ends. Whoever was in a call when the answer was lost is told apart: no pool could
 * have spared them that. They would end only by the driver's socket timeout, so it must be the same
 * for all pools.
 */
public final class Hung {

  /** No call of a client takes as long, whatever the machine does. */
  public static final Duration BOUND = Duration.ofSeconds(5);

  /** Longer than a call that is answered. */
  private static final Duration CALL = Duration.ofMillis(100);

  private Hung() {}

  /** The row of an experiment. */
  public static Row row(String experiment) {
    return Row.count(
        experiment + ".hung",
        "borrowers who hung for over %d s or to the end, lent to after the fault had come"
            .formatted(BOUND.toSeconds()),
        0);
  }

  /**
   * Counts them.
   *
   * @param since when the fault had come
   * @param silences when others came that lost answers, if there were more
   */
  public static Reading of(Diary diary, long since, List<Long> silences) {
    List<Long> all =
        LongStream.concat(
                diary.requests().stream().filter(Hung::isLong).mapToLong(Request::acquired),
                diary.calling().stream().mapToLong(Long::longValue))
            .boxed()
            .toList();
    long underWay = all.stream().filter(lent -> isUnderWay(lent, since, silences)).count();
    return Reading.of(
        (double) (all.size() - underWay),
        "%d to the end; besides %d who were in their call when it came"
            .formatted(diary.calling().size(), underWay));
  }

  private static boolean isLong(Request request) {
    return request.end() != End.REFUSED && request.ended() - request.acquired() > BOUND.toNanos();
  }

  private static boolean isUnderWay(long lent, long since, List<Long> silences) {
    return lent - since < 0
        || silences.stream()
            .anyMatch(silence -> silence - lent >= 0 && silence - lent < CALL.toNanos());
  }
}
