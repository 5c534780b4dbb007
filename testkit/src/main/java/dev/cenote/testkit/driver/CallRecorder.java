package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Writes down every driver call and what was committed. Safe for any thread. */
final class CallRecorder {

  /** So that a test which makes millions of calls does not run out of memory. */
  private static final int KEPT_MAX = 100_000;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, as are the other fields. */
  private final ArrayDeque<DriverCall> kept = new ArrayDeque<>();

  private final ArrayDeque<String> committed = new ArrayDeque<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long order;
  private boolean keeping = true;

  void record(int connection, String method, @Nullable Object @Nullable [] arguments) {
    Thread thread = Thread.currentThread();
    lock.lock();
    try {
      order++;
      counts.merge(method, 1, Integer::sum);
      if (keeping) {
        String text = text(method, arguments);
        add(
            kept,
            new DriverCall(order, connection, method, text, thread.getName(), threadId(thread)));
      }
    } finally {
      lock.unlock();
    }
  }

  void recordCommitted(List<String> statements) {
    lock.lock();
    try {
      if (keeping) {
        statements.forEach(sql -> add(committed, sql));
      }
    } finally {
      lock.unlock();
    }
  }

  void stopKeeping() {
    lock.lock();
    try {
      keeping = false;
      kept.clear();
      committed.clear();
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      kept.clear();
      counts.clear();
    } finally {
      lock.unlock();
    }
  }

  int count(String method) {
    lock.lock();
    try {
      return counts.getOrDefault(method, 0);
    } finally {
      lock.unlock();
    }
  }

  List<DriverCall> calls() {
    return copyOf(kept);
  }

  List<String> committed() {
    return copyOf(committed);
  }

  private <T> List<T> copyOf(ArrayDeque<T> entries) {
    lock.lock();
    try {
      if (!keeping) {
        throw new IllegalStateException("this fake database keeps no journal");
      }
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  private static <T> void add(ArrayDeque<T> entries, T entry) {
    if (entries.size() == KEPT_MAX) {
      entries.removeFirst();
    }
    entries.add(entry);
  }

  /** Executors and connections say nothing to a reader, so they are left out. */
  private static String text(String method, @Nullable Object @Nullable [] arguments) {
    StringJoiner text = new StringJoiner(", ", method + "(", ")");
    if (arguments != null) {
      for (Object argument : arguments) {
        if (!(argument instanceof Executor) && !(argument instanceof Connection)) {
          text.add(String.valueOf(argument));
        }
      }
    }
    return text.toString();
  }

  /** {@code Thread.threadId()} needs Java 19; the older name warns of deprecation there. */
  @SuppressWarnings("deprecation")
  private static long threadId(Thread thread) {
    return thread.getId();
  }
}
