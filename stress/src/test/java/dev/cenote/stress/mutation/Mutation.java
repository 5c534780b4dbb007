package dev.cenote.stress.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One seeded break of the engine: a few words of its source, and what stands in their place.
 *
 * @param name as it is printed, and the name of the folder under {@code target/mutants}
 * @param says what is wrong with it
 * @param file the source that is changed, from {@code dev/cenote/core}, without its ending
 * @param edits what is changed in it
 * @param killer what must find it
 */
record Mutation(String name, String says, String file, List<Edit> edits, Killer killer) {

  /**
   * Words and what replaces them. How they are spaced and broken into lines does not matter.
   *
   * @param original must stand exactly once in the file
   */
  record Edit(String original, String replacement) {}

  /** The source with the mistake in it. */
  String mutate(String source) {
    record Found(int start, int end, String replacement) {}
    List<Found> found = new ArrayList<>();
    for (Edit edit : edits) {
      Matcher matcher = pattern(edit.original()).matcher(source);
      if (!matcher.find()) {
        throw new IllegalStateException(stale("does not contain", edit));
      }
      found.add(new Found(matcher.start(), matcher.end(), edit.replacement()));
      if (matcher.find()) {
        throw new IllegalStateException(stale("contains more than once", edit));
      }
    }
    found.sort((one, other) -> other.start() - one.start()); // from the end, so that places stay
    StringBuilder mutant = new StringBuilder(source);
    found.forEach(place -> mutant.replace(place.start(), place.end(), place.replacement()));
    return mutant.toString();
  }

  private static Pattern pattern(String words) {
    StringBuilder pattern = new StringBuilder();
    for (String word : words.strip().split("\\s+", -1)) {
      pattern.append(pattern.isEmpty() ? "" : "\\s+").append(Pattern.quote(word));
    }
    return Pattern.compile(pattern.toString());
  }

  private String stale(String how, Edit edit) {
    return name
        + ": "
        + file
        + ".java "
        + how
        + " \""
        + edit.original()
        + "\": the engine has changed, adapt the mutation in Mutations";
  }

  /** Begins a mutation. */
  static Draft mutation(String name, String says) {
    return new Draft(name, says);
  }

  /** A mutation that is being written down. */
  static final class Draft {

    private final String name;
    private final String says;
    private final List<Edit> edits = new ArrayList<>();
    private String file = "";

    private Draft(String name, String says) {
      this.name = name;
      this.says = says;
    }

    Draft in(String source) {
      file = source;
      return this;
    }

    Draft replace(String original, String replacement) {
      edits.add(new Edit(original, replacement));
      return this;
    }

    Mutation killedBy(Killer killer) {
      return new Mutation(name, says, file, List.copyOf(edits), killer);
    }
  }
}
