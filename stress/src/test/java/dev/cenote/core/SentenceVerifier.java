package dev.cenote.core;

import java.util.List;
import java.util.regex.Pattern;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Compares what came of a {@link Race} with its sentences. Nothing may have been thrown. */
public final class SentenceVerifier implements Verifier {

  private final List<Outcome> sentences;

  /** Lincheck wants this constructor. */
  public SentenceVerifier(Class<?> race) {
    sentences = List.of(race.getAnnotationsByType(Outcome.class));
  }

  @Override
  public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
    boolean threw =
        results.toString().contains("Exception") || results.toString().contains("Error");
    return !threw && results.getPostResults().stream().allMatch(o -> isAcceptable(o.toString()));
  }

  private boolean isAcceptable(String outcome) {
    for (Outcome sentence : sentences) {
      for (String id : sentence.id()) {
        if (id.equals(outcome) || (!id.isEmpty() && Pattern.matches(id, outcome))) {
          return sentence.expect() != Expect.FORBIDDEN;
        }
      }
    }
    return false;
  }
}
