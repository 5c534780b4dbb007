package dev.cenote.build.tidy;

import java.util.ArrayList;
import java.util.List;

/** All rules over all files. */
public final class Tidy {
  private static final List<Check> CHECKS =
      List.of(
          new FileLength(),
          new MethodLength(),
          new NoSleepInTests(),
          new PlainNames(),
          new NoLeftovers());

  private Tidy() {}

  /** Returns everything that is wrong, each problem with its file. */
  public static List<String> problemsOf(List<SourceFile> files) {
    List<String> problems = new ArrayList<>();
    for (SourceFile file : files) {
      for (Check check : CHECKS) {
        check.problemsOf(file).forEach(problem -> problems.add(file.path() + " " + problem));
      }
    }
    problems.addAll(new DocumentedPackages().problemsOf(files));
    return problems;
  }
}
