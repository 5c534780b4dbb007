package dev.cenote.build.tidy;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.CompactConstructorDeclaration;
import com.github.javaparser.ast.body.InitializerDeclaration;
import java.util.ArrayList;
import java.util.List;

/** A method, constructor or initializer fits on one screen; its Javadoc does not count. */
public final class MethodLength implements Check {
  static final int LINES_MAX = 50;

  @Override
  public List<String> problemsOf(SourceFile file) {
    List<String> problems = new ArrayList<>();
    if (file.isJava()) {
      file.parse().walk(node -> nameOf(node, problems));
    }
    return problems;
  }

  private static void nameOf(Node node, List<String> problems) {
    if (node instanceof CallableDeclaration<?> method) {
      measure(method, method.getNameAsString(), problems);
    } else if (node instanceof CompactConstructorDeclaration constructor) {
      measure(constructor, constructor.getNameAsString(), problems);
    } else if (node instanceof InitializerDeclaration initializer) {
      measure(initializer, "an initializer", problems);
    }
  }

  private static void measure(Node node, String name, List<String> problems) {
    node.getRange()
        .filter(range -> range.getLineCount() > LINES_MAX)
        .ifPresent(range ->
            problems.add(
                "line %d: %s has %d lines, more than %d"
                    .formatted(range.begin.line, name, range.getLineCount(), LINES_MAX)));
  }
}
