package dev.cenote.build.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every package of main code has a package-info: a sentence on what it is, and NullMarked. */
public final class DocumentedPackages {
  private static final String PACKAGE_INFO = "package-info.java";

  /** Returns what is wrong with the packages of these files. */
  public List<String> problemsOf(List<SourceFile> files) {
    List<SourceFile> main =
        files.stream().filter(file -> file.isJava() && file.path().contains("/src/main/")).toList();
    TreeSet<String> undocumented =
        main.stream()
            .filter(file -> !file.name().equals("module-info.java"))
            .map(SourceFile::folder)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> problems = new ArrayList<>();
    for (SourceFile file : main) {
      if (file.name().equals(PACKAGE_INFO)) {
        undocumented.remove(file.folder());
        if (!file.text().contains("@NullMarked") || !file.text().startsWith("/**")) {
          problems.add(file.path() + " needs a sentence of Javadoc and @NullMarked");
        }
      }
    }
    undocumented.forEach(folder -> problems.add(folder + " has no " + PACKAGE_INFO));
    return problems;
  }
}
