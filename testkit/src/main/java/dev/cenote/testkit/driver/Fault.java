package dev.cenote.testkit.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A fault in force at one call site of a {@link FakeDatabase}. Made by {@link FakeDatabase#on}.
 * Safe for any thread.
 */
public final class Fault {

  private final String site;
  private final FaultScope scope;
  private final FaultEffect effect;
  private final CompletableFuture<Void> end;
  private final AtomicInteger seen = new AtomicInteger();
  private final Tally hits = new Tally();

  Fault(String site, FaultScope scope, CompletableFuture<Void> end, FaultEffect effect) {
    this.site = site;
    this.scope = scope;
    this.end = end;
    this.effect = effect;
  }

  /** How many calls this fault has befallen so far. */
  public int hits() {
    return hits.count();
  }

  /** Blocks until the fault has befallen a first call; a hanging call then hangs. */
  public void awaitHit() {
    awaitHits(1);
  }

  /**
   * Blocks until the fault has befallen {@code calls} calls.
   *
   * @throws AssertionError if that does not happen within 20 s
   */
  public void awaitHits(int calls) {
    hits.await(calls, "calls befallen by the fault on " + site);
  }

  /**
   * Ends the fault. Later calls do not meet it; calls that hang in it go on with the driver's own
   * work, as an answer that comes late. Other faults at the same {@link Gate} stay in force.
   */
  public void lift() {
    end.complete(null);
  }

  /** Whether this fault befalls this call; a yes uses up one of its times. */
  boolean claims(String calledSite, int connection, @Nullable String sql) {
    if (end.isDone() || !site.equals(calledSite) || !scope.covers(connection, sql)) {
      return false;
    }
    return scope.coversCall(seen.incrementAndGet());
  }

  @Nullable Object perform(FakeSession session, FaultEffect.Work work) throws Throwable {
    hits.increment();
    return effect.perform(session, work);
  }

  @Override
  public String toString() {
    return "fault on " + site;
  }

  /** Which of the calls at a site a fault befalls. */
  record FaultScope(
      IntPredicate connections, @Nullable String sqlPart, int skippedCount, int hitMax) {

    static final FaultScope EVERY_CALL = new FaultScope(number -> true, null, 0, Integer.MAX_VALUE);

    boolean covers(int connection, @Nullable String sql) {
      return connections.test(connection)
          && (sqlPart == null || (sql != null && sql.contains(sqlPart)));
    }

    /** Written as a difference so that no limit overflows. */
    boolean coversCall(int nth) {
      return nth > skippedCount && nth - skippedCount <= hitMax;
    }
  }
}
