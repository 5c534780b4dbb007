package dev.cenote.it.canary;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** All that came out of the pools, as text, with the way it took. Any thread. */
final class Outputs {

  private record Output(String way, String text) {}

  private static final int EXCERPT = 120;

  private final Queue<Output> all = new ConcurrentLinkedQueue<>();

  /** Something that somebody could print. */
  void add(String way, @Nullable Object said) {
    if (said instanceof Throwable thrown) {
      thrown(way, thrown);
      return;
    }
    all.add(new Output(way, String.valueOf(said)));
    if (said instanceof Record event) {
      parts(way, event);
    }
  }

  private void parts(String way, Record event) {
    for (RecordComponent part : event.getClass().getRecordComponents()) {
      try {
        if (part.getAccessor().invoke(event) instanceof Throwable thrown) {
          thrown(way, thrown);
        }
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError("bug: a public accessor cannot be called", impossible);
      }
    }
  }

  /** An exception, as it is printed, and whatever can be reached from it. */
  void thrown(String way, Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    reach(way, failure, seen);
  }

  private void reach(String way, @Nullable Throwable failure, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return;
    }
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack));
    all.add(new Output(way, stack.toString()));
    all.add(new Output(way, failure + " " + failure.getLocalizedMessage()));
    reach(way, failure.getCause(), seen);
    for (Throwable suppressed : failure.getSuppressed()) {
      reach(way, suppressed, seen);
    }
    if (failure instanceof SQLException sql) {
      reach(way, sql.getNextException(), seen);
    }
  }

  /** Whether a text has come out on some way. */
  boolean tell(String text) {
    return all.stream().anyMatch(output -> output.text().contains(text));
  }

  /** The ways on which anything came. */
  Set<String> ways() {
    Set<String> ways = new TreeSet<>();
    all.forEach(output -> ways.add(output.way()));
    return ways;
  }

  /** The ways on which a canary came. */
  Set<String> leakingWays() {
    Set<String> ways = new TreeSet<>();
    all.stream().filter(Outputs::leaks).forEach(output -> ways.add(output.way()));
    return ways;
  }

  /** What shows a canary, with what stands around it. */
  List<String> leaks() {
    return all.stream()
        .filter(Outputs::leaks)
        .map(output -> output.way() + ": " + excerpt(output.text()))
        .distinct()
        .toList();
  }

  private static boolean leaks(Output output) {
    return lower(output.text()).contains(Canary.MARK);
  }

  private static String excerpt(String text) {
    int at = lower(text).indexOf(Canary.MARK);
    return text.substring(Math.max(0, at - EXCERPT), Math.min(text.length(), at + EXCERPT));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
