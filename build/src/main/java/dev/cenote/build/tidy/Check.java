package dev.cenote.build.tidy;

import java.util.List;

/** One rule of style, applied to one file at a time. */
@FunctionalInterface
public interface Check {
  /** Returns what is wrong with the file, one sentence each; empty if nothing is. */
  List<String> problemsOf(SourceFile file);
}
