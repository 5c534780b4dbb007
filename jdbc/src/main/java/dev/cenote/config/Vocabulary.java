package dev.cenote.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How another pool calls its settings: a table, and what its values mean together.
 *
 * @param owner whose names they are, for messages
 * @param names every name it has
 * @param prefix that its own readers ask for; empty if they ask for none
 * @param absent the text for a value that is null, where that means something; null elsewhere
 * @param together what only several values say, or the absence of some
 */
record Vocabulary(
    String owner,
    List<ForeignName> names,
    String prefix,
    @Nullable String absent,
    Consumer<ForeignValues> together) {

  /** The row of a name; written with dashes, as in {@code pool-name}, it is the same. */
  Optional<ForeignName> find(String name) {
    for (ForeignName row : names) {
      for (String each : row.names()) {
        if (each.equals(name) || (name.indexOf('-') > 0 && each.equals(withoutDashes(name)))) {
          return Optional.of(row);
        }
      }
    }
    return Optional.empty();
  }

  private static String withoutDashes(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      boolean begins = i > 0 && name.charAt(i - 1) == '-';
      if (name.charAt(i) != '-') {
        plain.append(begins ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
      }
    }
    return plain.toString();
  }

  /** The row whose name begins a longer one: {@code dataSource} of {@code dataSource.user}. */
  Optional<ForeignName> findGroup(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? Optional.empty() : find(name.substring(0, dot) + ".*");
  }

  /** What an unknown name may have meant. */
  String hint(String unknown) {
    List<String> all = names.stream().flatMap(row -> row.names().stream()).toList();
    Optional<String> near = Suggestion.nearest(unknown, all);
    if (near.isPresent()) {
      return "Did you mean " + near.get() + "?";
    }
    return Settings.named(unknown).isPresent()
        ? "It is a name of this pool: hand it over by settings(...)"
        : "It is no setting of " + owner + "'s pool";
  }
}
