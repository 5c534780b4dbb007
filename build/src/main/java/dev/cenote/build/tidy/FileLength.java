package dev.cenote.build.tidy;

import java.util.List;

/** A file holds one concept; one that needs more lines than this holds two. */
public final class FileLength implements Check {
  static final int LINES_MAX = 400;

  @Override
  public List<String> problemsOf(SourceFile file) {
    int lines = file.lines().size();
    return file.isJava() && lines > LINES_MAX
        ? List.of("has " + lines + " lines, more than " + LINES_MAX)
        : List.of();
  }
}
