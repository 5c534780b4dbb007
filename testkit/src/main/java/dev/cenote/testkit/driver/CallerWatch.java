package dev.cenote.testkit.driver;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one thread at a time is inside the driver with one connection. JDBC asks no
 * driver for more than that, and a pool that does it has lent one connection twice.
 */
final class CallerWatch {

  private final FakeSession session;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, as are the other fields. */
  private @Nullable Thread inside;

  private String insideSite = "";
  private int depth;

  CallerWatch(FakeSession session) {
    this.session = session;
  }

  /** Returns whether the call is counted as inside, to be undone by {@link #leave()}. */
  boolean enter(String site) {
    if (mayRunBesideOthers(site)) {
      return false;
    }
    Thread me = Thread.currentThread();
    Thread other;
    String otherSite;
    lock.lock();
    try {
      if (inside == null || inside == me) {
        inside = me;
        insideSite = depth == 0 ? site : insideSite;
        depth++;
        return true;
      }
      other = inside;
      otherSite = insideSite;
    } finally {
      lock.unlock();
    }
    session
        .database()
        .violated(
            String.format(
                "connection #%d: %s by %s while %s is in %s",
                session.number(), site, me.getName(), other.getName(), otherSite));
    return false;
  }

  void leave() {
    lock.lock();
    try {
      depth--;
      if (depth == 0) {
        inside = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A driver must allow abort, cancel and plain questions at any time; close once abort was tried.
   */
  private boolean mayRunBesideOthers(String site) {
    return switch (site) {
      case "abort", "cancel", "Statement.isClosed", "ResultSet.isClosed", "unwrap" -> true;
      case "isValid" -> false;
      case "close" -> session.abortCalls() > 0;
      default -> isQuestionOfConnection(site);
    };
  }

  private static boolean isQuestionOfConnection(String site) {
    return site.startsWith("get") || site.startsWith("is");
  }
}
