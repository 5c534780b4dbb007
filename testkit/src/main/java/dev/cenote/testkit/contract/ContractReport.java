package dev.cenote.testkit.contract;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the sentences of the contract on one database: held, failed, or skipped and why. A
 * sentence about several things (kinds of threads) may be in two of these. Safe for any thread.
 */
final class ContractReport {

  /** What JUnit puts before the message of an assumption. */
  private static final String PREFIX = "Assumption failed: ";

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Set<String> held = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();
  private final Map<String, Set<String>> skipped = new TreeMap<>();

  void held(String sentence) {
    note(() -> held.add(sentence));
  }

  void failed(String sentence) {
    note(() -> failed.add(sentence));
  }

  void skipped(String sentence, @Nullable Throwable reason) {
    String message = reason == null ? null : reason.getMessage();
    String why =
        message == null
            ? "no reason given"
            : message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message;
    note(() -> skipped.computeIfAbsent(why, none -> new TreeSet<>()).add(sentence));
  }

  private void note(Runnable what) {
    lock.lock();
    try {
      what.run();
    } finally {
      lock.unlock();
    }
  }

  /** A few lines for a reader: all sentences of a reason together. */
  String text(String title) {
    lock.lock();
    try {
      long all = skipped.values().stream().flatMap(Set::stream).distinct().count();
      String counts =
          title
              + ": "
              + held.size()
              + " sentences of the contract held, "
              + failed.size()
              + " failed, "
              + all
              + " skipped in whole or in part"
              + (skipped.isEmpty() ? "" : ":")
              + System.lineSeparator();
      return skipped.entrySet().stream()
          .map(entry -> line(entry.getKey(), entry.getValue()))
          .collect(Collectors.joining("", counts, ""));
    } finally {
      lock.unlock();
    }
  }

  /** Names the sentences, unless the reason is one for everything. */
  private String line(String reason, Set<String> sentences) {
    String which =
        held.isEmpty() && failed.isEmpty() && skipped.size() == 1
            ? "all of them"
            : String.join(", ", sentences);
    return "  - " + reason + ": " + which + System.lineSeparator();
  }
}
