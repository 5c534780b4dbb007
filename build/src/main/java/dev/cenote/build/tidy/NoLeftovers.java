package dev.cenote.build.tidy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Notes to oneself, and traces of the machine on which a file was written. */
public final class NoLeftovers implements Check {
  /** Written so that it does not find itself. */
  private static final Pattern NOTE = Pattern.compile("\\b(TO[D]O|FIX[M]E|XX[X])\\b");

  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![\\w.}/~-])/(usr/lib/jvm|work|root|home|Users|tm[p])/\\w|[A-Z]:\\\\\\\\?\\w");

  private static final Pattern REGISTRY = Pattern.compile("\\brepo\\d*\\.maven\\.\\w");

  @Override
  public List<String> problemsOf(SourceFile file) {
    List<String> lines = file.lines();
    return IntStream.range(0, lines.size())
        .filter(i -> isLeftover(lines.get(i)))
        .mapToObj(i -> "line " + (i + 1) + ": a leftover: " + lines.get(i).strip())
        .toList();
  }

  private static boolean isLeftover(String line) {
    return NOTE.matcher(line).find()
        || MACHINE_PATH.matcher(line).find()
        || REGISTRY.matcher(line).find();
  }
}
