package dev.cenote.build.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Every package of main code has a package-info in one of its modules: a sentence on what it is,
 * and NullMarked.
 */
public final class DocumentedPackages {
  private static final String PACKAGE_INFO = "package-info.java";
  private static final String MAIN = "/src/main/java/";

  /** Returns what is wrong with the packages of these files. */
  public List<String> problemsOf(List<SourceFile> files) {
    TreeSet<String> undocumented = new TreeSet<>();
    TreeSet<String> documented = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (SourceFile file : files) {
      if (!file.isJava() || !file.path().contains(MAIN)) {
        continue;
      }
      if (!file.name().equals(PACKAGE_INFO)) {
        undocumented.add(packageOf(file));
        continue;
      }
      documented.add(packageOf(file));
      if (!file.text().contains("@NullMarked") || !file.text().startsWith("/**")) {
        problems.add(file.path() + " needs a sentence of Javadoc and @NullMarked");
      }
    }
    undocumented.removeAll(documented);
    undocumented.remove(""); // module-info
    undocumented.forEach(name -> problems.add("package " + name + " has no " + PACKAGE_INFO));
    return problems;
  }

  private static String packageOf(SourceFile file) {
    String folder = file.folder() + "/";
    String name = folder.substring(folder.indexOf(MAIN) + MAIN.length());
    return name.isEmpty() ? "" : name.substring(0, name.length() - 1).replace('/', '.');
  }
}
