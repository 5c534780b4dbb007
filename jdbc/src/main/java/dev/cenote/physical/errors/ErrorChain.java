package dev.cenote.physical.errors;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an exception, its causes and its next exceptions, each once, however they are
 * linked.
 *
 * <p>Suppressed exceptions are left out. They tell of something else that went wrong on the side:
 * PostgreSQL's driver keeps there the login that it tried without TLS before the one that counts,
 * Amazon's wrapper a snapshot of its state. And a close that failed after a statement goes through
 * the pool's own handle, which sees that failure where it happens.
 */
public final class ErrorChain {

  /** How many exceptions are looked at: more than any driver makes. */
  private static final int MAX = 64;

  private ErrorChain() {}

  /** All of them. */
  public static Set<Throwable> of(Throwable failure) {
    Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
    walk(
        failure,
        one -> {
          all.add(one);
          return true;
        });
    return all;
  }

  /**
   * Shows each exception to the visitor, which says whether its cause counts as well. The next
   * exception always does: it tells of another statement of the same batch.
   */
  static void walk(Throwable failure, Predicate<Throwable> visitor) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty() && seen.size() < MAX) {
      Throwable one = open.remove();
      if (seen.add(one)) {
        if (visitor.test(one)) {
          addIfPresent(open, one.getCause());
        }
        if (one instanceof SQLException error) {
          addIfPresent(open, error.getNextException());
        }
      }
    }
  }

  private static void addIfPresent(Deque<Throwable> open, @Nullable Throwable linked) {
    if (linked != null) {
      open.add(linked);
    }
  }
}
