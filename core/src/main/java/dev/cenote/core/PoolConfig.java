package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pool, immutable. Durations must not be negative; zero means what each says.
 *
 * @param name used in thread names and events
 * @param kind whom it lends what
 * @param poolSize connections kept; 0 keeps none
 * @param maxOverflow more, under load; {@link #UNLIMITED} is allowed
 * @param overflowLinger the window over which surplus is measured; 0 closes it on return
 * @param acquireTimeout the deadline of an acquire; 0 = never queue at the limit; {@link #NONE} =
 *     wait for ever
 * @param connectTimeout the deadline of one open
 * @param checkTimeout the deadline of one check
 * @param resetTimeout the deadline of one reset
 * @param closeTimeout the deadline of one close or abort
 * @param shutdownTimeout the deadline of closing the pool
 * @param maxOpening opens under way at once
 * @param givenUpMax given-up calls above which the pool opens more slowly
 * @param prefill whether to open {@code poolSize} at the start and keep them filled
 * @param maxLifetime a connection is replaced before it gets older than this; 0 = no limit
 * @param keepalive idle connections are checked this often; 0 = never
 * @param validation when an idle connection is checked before it is lent
 * @param bypassWindow with {@link Validation#AUTO}, how recently used a connection must be to be
 *     lent unchecked
 * @param lookWindow with {@link Validation#AUTO} and a connector that {@linkplain
 *     dev.cenote.core.connect.Connector#canLook can look}, how recently the server must have been
 *     heard for a look to be enough; it replaces the bypass window
 * @param onOutage what becomes of callers while nothing is open and nothing can be opened
 * @param leakWatch what is noted of each borrower
 * @param leakThreshold a resource borrowed for longer is told of, once; 0 = none is
 * @param reclaimAfter a borrowed resource that nobody can be using, and that has been borrowed and
 *     unused for this long, is taken back and aborted; 0 = never
 * @param idleOrder which idle connection is lent first
 * @param maxWaiters callers that may wait at once, besides those for whom a connection is being
 *     checked or opened; {@link #UNLIMITED} is allowed
 * @param bargesMax how many newcomers may overtake the head waiter; 0 = strict order
 */
public record PoolConfig(
    String name,
    PoolKind kind,
    int poolSize,
    int maxOverflow,
    Duration overflowLinger,
    Duration acquireTimeout,
    Duration connectTimeout,
    Duration checkTimeout,
    Duration resetTimeout,
    Duration closeTimeout,
    Duration shutdownTimeout,
    int maxOpening,
    int givenUpMax,
    boolean prefill,
    Duration maxLifetime,
    Duration keepalive,
    Validation validation,
    Duration bypassWindow,
    Duration lookWindow,
    OnOutage onOutage,
    LeakWatch leakWatch,
    Duration leakThreshold,
    Duration reclaimAfter,
    IdleOrder idleOrder,
    int maxWaiters,
    int bargesMax) {

  /** No limit, for {@code maxOverflow} and {@code maxWaiters}. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** No deadline, for {@code acquireTimeout}: 292 years. */
  public static final Duration NONE = Duration.ofNanos(Long.MAX_VALUE);

  /** When an idle connection is checked before it is lent. */
  public enum Validation {
    /** If it has been idle for longer than the bypass window, or is under suspicion. */
    AUTO,
    /**
     * Always, also on its way from one borrower straight to the next; only one that was just opened
     * for its borrower is not checked too.
     */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** What becomes of callers while nothing is open and the last attempt to open has failed. */
  public enum OnOutage {
    /** They wait for a success until their deadline. */
    WAIT,
    /**
     * They fail at once, but for one who comes when an attempt is due: that one starts it and waits
     * for its outcome.
     */
    FAIL_FAST
  }

  /** What is noted of each borrower, so that a timeout, a leak or a deadlock can name it. */
  public enum LeakWatch {
    /** Nothing: holders cannot be named, leaks and deadlocks are not found. */
    OFF,
    /**
     * Its thread and the time: a nanosecond or two for each acquire. After a nested wait for a
     * minute, in one minute of ten at most, as with STACK.
     */
    THREAD,
    /** Its stack too: some microseconds for each acquire, and the garbage of one exception. */
    STACK
  }

  /** Which idle connection is lent first. */
  public enum IdleOrder {
    /** The one that the thread, or one of its group, found last, if it is idle; else any. */
    AFFINE,
    /** The one returned last. */
    LIFO,
    /** The one returned first. */
    FIFO
  }

  /** Checks every setting and reports all problems together. */
  public PoolConfig {
    List<String> problems = new ArrayList<>();
    require(problems, poolSize >= 0, "poolSize must be 0 or more, is " + poolSize);
    require(problems, maxOverflow >= 0, "maxOverflow must be 0 or more, is " + maxOverflow);
    require(
        problems,
        poolSize > 0 || maxOverflow > 0,
        "poolSize and maxOverflow are both 0: the pool could never open a connection");
    object(problems, kind.objectionToPoolSize(poolSize));
    object(problems, kind.objectionToMaxOverflow(maxOverflow));
    require(problems, maxOpening >= 1, "maxOpening must be 1 or more, is " + maxOpening);
    require(problems, givenUpMax >= 1, "givenUpMax must be 1 or more, is " + givenUpMax);
    require(problems, maxWaiters >= 0, "maxWaiters must be 0 or more, is " + maxWaiters);
    require(problems, bargesMax >= 0, "bargesMax must be 0 or more, is " + bargesMax);
    requireNotNegative(problems, "acquireTimeout", acquireTimeout);
    requireNotNegative(problems, "maxLifetime", maxLifetime);
    requireNotNegative(problems, "keepalive", keepalive);
    requireNotNegative(problems, "bypassWindow", bypassWindow);
    requireNotNegative(problems, "lookWindow", lookWindow);
    requireNotNegative(problems, "overflowLinger", overflowLinger);
    requireNotNegative(problems, "leakThreshold", leakThreshold);
    requireNotNegative(problems, "reclaimAfter", reclaimAfter);
    require(
        problems,
        reclaimAfter.isZero() || (leakWatch != LeakWatch.OFF && !kind.shares()),
        "reclaimAfter needs a leakWatch other than OFF, and a kind whose resources are not shared");
    requirePositive(problems, "connectTimeout", connectTimeout);
    requirePositive(problems, "checkTimeout", checkTimeout);
    requirePositive(problems, "resetTimeout", resetTimeout);
    requirePositive(problems, "closeTimeout", closeTimeout);
    requirePositive(problems, "shutdownTimeout", shutdownTimeout);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Pool size and overflow together, without numeric overflow. */
  public int maximum() {
    return (int) Math.min(UNLIMITED, (long) poolSize + maxOverflow);
  }

  /** The greatest age of a resource in nanoseconds; 0: no limit. */
  long lifetimeNanos() {
    return kind.keeps() ? nanos(maxLifetime) : 0;
  }

  /** What is really noted of borrowers: of those of a shared resource nothing. */
  LeakWatch watch() {
    return kind.shares() ? LeakWatch.OFF : leakWatch;
  }

  /** What is different in another one, as people write it, in the order of the settings. */
  public List<PoolEvent.Change> changesTo(PoolConfig other) {
    List<PoolEvent.Change> changes = new ArrayList<>();
    try {
      for (RecordComponent setting : PoolConfig.class.getRecordComponents()) {
        Object before = setting.getAccessor().invoke(this);
        Object after = setting.getAccessor().invoke(other);
        if (!before.equals(after)) {
          changes.add(new PoolEvent.Change(setting.getName(), shown(before), shown(after)));
        }
      }
    } catch (ReflectiveOperationException bug) {
      throw new IllegalStateException("bug: a public accessor cannot be called", bug);
    }
    return changes;
  }

  private static String shown(Object value) {
    if (value.equals(UNLIMITED)) {
      return "UNLIMITED";
    }
    return value.equals(NONE) ? "NONE" : value.toString();
  }

  /** The nanoseconds of a duration, at most {@link Long#MAX_VALUE}. */
  static long nanos(Duration duration) {
    return duration.compareTo(NONE) >= 0 ? Long.MAX_VALUE : duration.toNanos();
  }

  /** How long an acquire may take in all. With a timeout of 0 only what is permitted is awaited. */
  long patience(long timeoutNanos) {
    if (timeoutNanos > 0) {
      return timeoutNanos;
    }
    long both = nanos(connectTimeout) + nanos(checkTimeout);
    return both < 0 ? Long.MAX_VALUE : both; // each may be endless
  }

  private static void require(List<String> problems, boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static void object(List<String> problems, @Nullable String objection) {
    if (objection != null) {
      problems.add(objection);
    }
  }

  private static void requireNotNegative(List<String> problems, String name, Duration value) {
    require(problems, !value.isNegative(), name + " must not be negative, is " + value);
  }

  private static void requirePositive(List<String> problems, String name, Duration value) {
    require(
        problems,
        !value.isNegative() && !value.isZero(),
        name + " must be more than 0, is " + value);
  }
}
