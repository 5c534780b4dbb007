package dev.cenote.build.tidy;

import com.github.javaparser.ast.body.TypeDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A name says what a thing is; these say nothing. */
public final class PlainNames implements Check {
  private static final Pattern EMPTY_CLASS_NAME =
      Pattern.compile(".*(Impl|Base|Manager|Helper|Utils?)");
  private static final Pattern EMPTY_PACKAGE_NAME =
      Pattern.compile(".*/(utils?|helpers?|misc|common)(/.*)?");

  @Override
  public List<String> problemsOf(SourceFile file) {
    List<String> problems = new ArrayList<>();
    if (!file.isJava()) {
      return problems;
    }
    if (EMPTY_PACKAGE_NAME.matcher(file.folder()).matches()) {
      problems.add("lies in a package whose name says nothing");
    }
    file.parse().findAll(TypeDeclaration.class).stream()
        .map(type -> type.getNameAsString())
        .filter(name -> EMPTY_CLASS_NAME.matcher(name).matches())
        .forEach(name -> problems.add("has a type whose name ends in an empty word: " + name));
    return problems;
  }
}
