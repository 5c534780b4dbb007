package dev.cenote.core;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * A few threads at once, each doing one thing, and what came of it. What is done stands in methods
 * annotated with {@link Actor}, what may come of it in sentences, annotations {@link Outcome}. Both
 * tools run it: jcstress by its annotations, Lincheck through {@code RaceModelTest}.
 */
public abstract class Race {

  /** What came of it. Asked once, when all threads have finished; it may clear up. */
  public abstract @Nullable Object outcome();
}
