package dev.cenote.build.tidy;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import java.util.List;

/**
 * A file to check.
 *
 * @param path relative to the top of the repository, with slashes
 * @param text all of it
 */
public record SourceFile(String path, String text) {
  /** Whether this is Java source. */
  public boolean isJava() {
    return path.endsWith(".java");
  }

  /** Whether this is code of a test, or code made for tests. */
  public boolean isTestCode() {
    return isJava()
        && (path.contains("/src/test/")
            || path.startsWith("testkit/")
            || path.startsWith("stress/"));
  }

  /** The file's own name. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The folder it lies in. */
  public String folder() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Its lines, without their ends. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** The syntax tree of Java source. */
  public CompilationUnit parse() {
    ParserConfiguration java17 = new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);
    ParseResult<CompilationUnit> result = new JavaParser(java17).parse(text);
    return result
        .getResult()
        .filter(tree -> result.isSuccessful())
        .orElseThrow(() -> new IllegalStateException(path + ": " + result.getProblems()));
  }
}
