package dev.cenote.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known name nearest to an unknown one. */
final class Suggestion {

  private Suggestion() {}

  /** The nearest setting, as {@link #nearest}. */
  static Optional<Setting<?>> settingFor(String unknown) {
    return nearest(unknown, Settings.all().stream().map(Setting::name).toList())
        .flatMap(Settings::named);
  }

  /** The nearest name: a third of its letters may differ, or the one is part of the other. */
  static Optional<String> nearest(String unknown, List<String> names) {
    String given = plain(unknown);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      String known = plain(name);
      int distance = distance(given, known);
      boolean near = distance * 3 <= known.length() || isPart(given, known);
      if (near && distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static boolean isPart(String given, String known) {
    return Math.min(given.length(), known.length()) >= 3
        && (given.endsWith(known) || known.startsWith(given));
  }

  /** {@code pool-size}, {@code pool_size} and {@code poolsize} all lie at distance 0. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Levenshtein's distance, with one row of memory. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
