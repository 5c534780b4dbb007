package dev.cenote.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What the holders of a pool's connections say together, in one sentence. */
final class Reading {

  private Reading() {}

  /** Of nothing, and of borrowers that nobody knows, there is nothing to say. */
  static String of(List<Holding> holdings) {
    int all = holdings.size();
    int leaked = count(holdings, Holding::isLeaked);
    if (count(holdings, Holding::isKnown) == 0) {
      return "";
    }
    if (leaked > 0) {
      return text(
          "%d of %d connections were borrowed by threads that have ended: they will not come back."
              + " Close every connection in try (...).",
          leaked, all);
    }
    int acquiring = count(holdings, Holding::isAcquiring);
    if (2 * acquiring > all) {
      return text(
          "%d of %d borrowers wait for another connection, of this pool or another one, while they"
              + " hold one. Let nested code use the connection of its caller.",
          acquiring, all);
    }
    int away = count(holdings, Holding::isAway);
    if (2 * away > all) {
      return text(
          "%d of %d connections wait for something that is not the database. Move that out of the"
              + " time between getConnection and close; a larger pool would delay this, not fix it.",
          away, all);
    }
    int inDriver = count(holdings, Holding::isInDriver);
    if (2 * inDriver > all) {
      return text(
          "%d of %d borrowers are inside a call of the database. Look there for slow statements and"
              + " locks; more connections would add to its load.",
          inDriver, all);
    }
    return "The borrowers do different things; none stands out. If each holds its connection for"
        + " long, shorten that first; if there are just many, the pool may be too small.";
  }

  private static int count(List<Holding> holdings, Predicate<Holding> which) {
    return (int) holdings.stream().filter(which).count();
  }

  private static String text(String sentence, int some, int all) {
    return String.format(Locale.ROOT, sentence, some, all);
  }
}
