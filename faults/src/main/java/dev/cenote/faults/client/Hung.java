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

  /**
   * A time in which answers are lost.
   *
   * @param from when the fault had come, in {@code System.nanoTime()}
   * @param to when it was over
   */
  public record Spell(long from, long to) {
    /** One that began then and goes on. */
    public static Spell since(long from) {
      return new Spell(from, System.nanoTime());
    }

    boolean covers(long moment) {
      return moment - from >= 0 && moment - to < 0;
    }
  }

  private Hung() {}

  /** The row of an experiment in which nobody has to hang. */
  public static Row row(String experiment) {
    return Row.count(experiment + ".hung", number(), 0);
  }

  /**
   * The row of an experiment in which the answers are lost to all who are served within moments:
   * only a round trip before each lease would spare some of them, and it would not spare the call
   * after it.
   */
  public static Row told(String experiment) {
    return Row.told(experiment + ".hung", number());
  }

  private static String number() {
    return "borrowers who hung for over %d s or to the end, lent to after the fault had come"
        .formatted(BOUND.toSeconds());
  }

  /** Counts them: whoever was lent a connection in one of these times. */
  public static Reading of(Diary diary, List<Spell> spells) {
    List<Long> all =
        LongStream.concat(
                diary.requests().stream().filter(Hung::isLong).mapToLong(Request::acquired),
                diary.calling().stream().mapToLong(Long::longValue))
            .boxed()
            .toList();
    int after =
        (int)
            all.stream()
                .filter(lent -> spells.stream().anyMatch(spell -> spell.covers(lent)))
                .count();
    return Reading.of(
        after,
        "%d to the end; besides %d who had theirs before it came"
            .formatted(diary.calling().size(), all.size() - after));
  }

  /** Counts them where there is one such time, which began then and goes on. */
  public static Reading since(Diary diary, long from) {
    return of(diary, List.of(Spell.since(from)));
  }

  private static boolean isLong(Request request) {
    return request.end() != End.REFUSED && request.ended() - request.acquired() > BOUND.toNanos();
  }
}
