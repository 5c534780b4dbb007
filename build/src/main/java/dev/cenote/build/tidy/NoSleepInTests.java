package dev.cenote.build.tidy;

import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.List;

/** A test waits for what it waits for: a latch, a condition, virtual time. It never sleeps. */
public final class NoSleepInTests implements Check {
  @Override
  public List<String> problemsOf(SourceFile file) {
    if (!file.isTestCode()) {
      return List.of();
    }
    return file.parse().findAll(MethodCallExpr.class, NoSleepInTests::sleeps).stream()
        .map(call -> "line " + call.getBegin().map(at -> at.line).orElse(0) + ": sleeps: " + call)
        .toList();
  }

  private static boolean sleeps(MethodCallExpr call) {
    String scope = call.getScope().map(Object::toString).orElse("Thread");
    return call.getNameAsString().equals("sleep")
        && (scope.endsWith("Thread")
            || scope.contains("TimeUnit")
            || scope.matches("[A-Z]+SECONDS"));
  }
}
