package dev.cenote.core.connect;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next attempt to open may start and how long it may take. Guarded by the pool's
 * lock.
 *
 * <ul>
 *   <li>While opening works, up to {@code maxOpening} attempts run at once.
 *   <li>The first attempt of a pool, the first after a failure and the first after a connection was
 *       found dead goes alone: a wrong password costs one login.
 *   <li>After a failure the gate rests, for longer with every failure in a row, with jitter so that
 *       many pools do not knock together. While somebody waits an attempt starts at least every
 *       {@link #PROBE_INTERVAL}, whether or not earlier ones returned; only one of those may take
 *       long.
 *   <li>When connections die in their first second, one after the other, opening rests as after
 *       failures: the server lets in and then serves nothing, or is a standby that refuses to
 *       write.
 *   <li>A refused login rests from one second up to a minute, and a full server from one second up
 *       to ten, whoever waits, one attempt at a time: more would not help.
 *   <li>Room on a server that was full is taken by one attempt, then by two at once, and so on with
 *       each that succeeds: many pools that find it together do not storm it. Ten seconds after the
 *       last rest that is over.
 *   <li>When opening fails and more than {@code givenUpMax} calls hang, the pause doubles with
 *       each, up to a minute; it never becomes "never".
 * </ul>
 */
public final class OpenGate {

  /** Returned by {@link #delay}: not before an attempt that is under way ends. */
  public static final long UNTIL_ONE_ENDS = Long.MAX_VALUE;

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  static final long PROBE_INTERVAL = 500 * MILLISECOND;
  static final long PROBE_TIMEOUT = SECOND;
  private static final long FIRST_REST = 50 * MILLISECOND;
  private static final long LONGEST_REST = 5 * SECOND;
  private static final long FIRST_REFUSED_REST = SECOND;
  private static final long LONGEST_REFUSED_REST = 60 * SECOND;
  private static final long FIRST_FULL_REST = SECOND;
  private static final long LONGEST_FULL_REST = 10 * SECOND;
  private static final long FULL_IS_NEWS = 10 * SECOND; // after its rest, if nobody tries again
  private static final long LONGEST_PAUSE = 60 * SECOND;
  private static final long YOUNG = SECOND;
  private static final long FORGETS_MISPLACED = 10 * SECOND;
  private static final int DOUBLINGS_MAX = 20;

  private int openingMax;
  private int openingNow = Integer.MAX_VALUE; // fewer while a server that was full lets in again
  private int givenUpMax;
  private long connectTimeoutNanos;
  private final LongSupplier random;

  private boolean proven;
  private boolean everStarted;
  private long startedAt;
  private long lostAt;
  private long restsUntil;
  private long lastMisplaced;
  private int misplacedInARow;
  private long misplacedRest;
  private int failures;
  private int alike; // how many of the last failures were of one kind
  private int longAttempts;
  private long recentOpenNanos;
  private @Nullable OpenFailure kind;
  private @Nullable Throwable failure;

  /** A gate that has seen nothing yet. */
  public OpenGate(int openingMax, int givenUpMax, long connectTimeoutNanos, LongSupplier random) {
    this.openingMax = openingMax;
    this.givenUpMax = givenUpMax;
    this.connectTimeoutNanos = connectTimeoutNanos;
    this.random = random;
  }

  /**
   * Other limits hold from now on. An attempt under way keeps its own; if the timeout has changed
   * it no longer counts as the one that may take long.
   */
  public void limit(int openingMax, int givenUpMax, long connectTimeoutNanos) {
    this.openingMax = openingMax;
    this.givenUpMax = givenUpMax;
    if (this.connectTimeoutNanos != connectTimeoutNanos) {
      this.connectTimeoutNanos = connectTimeoutNanos;
      longAttempts = 0;
    }
  }

  /** What was wrong may have been put right: the next attempt need not wait for a rest to end. */
  public void endRest(long now) {
    if (restsUntil - now > 0) { // else it would bring back what follows a rest
      restsUntil = now;
    }
    alike = 0;
  }

  /**
   * How long until the next attempt may start: 0 for now, {@link #UNTIL_ONE_ENDS}, or nanoseconds.
   *
   * @param opening attempts under way
   * @param givenUp calls that hang
   * @param awaited whether somebody waits for it
   */
  public long delay(long now, int opening, int givenUp, boolean awaited) {
    if (opening >= openingMax || (isRamping(now) && opening >= openingNow)) {
      return UNTIL_ONE_ENDS;
    }
    boolean wrongServer = leadsToTheWrongServer(now);
    if (proven && !wrongServer) {
      return 0; // whatever else hangs, opening works
    }
    long paused = pause(now, givenUp);
    if (opening > 0) {
      return awaited && isProbed()
          ? Math.max(paused, startedAt + PROBE_INTERVAL - now)
          : UNTIL_ONE_ENDS;
    }
    if (failures == 0 && !wrongServer) {
      return paused;
    }
    long rest = failures == 0 ? startedAt + misplacedRest - now : restsUntil - now;
    if (awaited && isProbed()) {
      rest = Math.min(rest, startedAt + PROBE_INTERVAL - now);
    }
    return Math.max(Math.max(0, rest), paused);
  }

  /** Only while opening works: whether it does at all is found out as always, by probes. */
  private boolean isRamping(long now) {
    return proven && now - restsUntil < FULL_IS_NEWS;
  }

  /** Whether the server might answer at any time. One that refuses has answered. */
  private boolean isProbed() {
    return kind != OpenFailure.LOGIN_REFUSED && kind != OpenFailure.SERVER_FULL;
  }

  private long pause(long now, int givenUp) {
    if (givenUp < givenUpMax || !everStarted) {
      return 0;
    }
    int doublings = Math.min(givenUp - givenUpMax, DOUBLINGS_MAX);
    long pause = Math.min(PROBE_INTERVAL << doublings, LONGEST_PAUSE);
    return Math.max(0, startedAt + pause - now);
  }

  /** An attempt starts; the answer is how long it may take, in nanoseconds. */
  public long started(long now) {
    startedAt = now;
    everStarted = true;
    boolean probe = !proven && longAttempts > 0;
    if (probe) {
      return Math.min(PROBE_TIMEOUT, connectTimeoutNanos);
    }
    longAttempts++;
    return connectTimeoutNanos;
  }

  /** An attempt that was given {@code timeoutNanos} has ended, one way or another. */
  public void ended(long timeoutNanos) {
    if (timeoutNanos == connectTimeoutNanos && longAttempts > 0) {
      longAttempts--;
    }
  }

  /** An attempt succeeded. Returns how many had failed before it since the last success. */
  public int succeeded(long tookNanos) {
    int failed = failures;
    proven = true;
    failures = 0;
    openingNow = openingNow < openingMax ? openingNow + 1 : Integer.MAX_VALUE;
    kind = null;
    failure = null;
    // A moving average that forgets within about four opens.
    recentOpenNanos =
        recentOpenNanos == 0 ? Math.max(1, tookNanos) : (3 * recentOpenNanos + tookNanos) / 4;
    return failed;
  }

  /** A connection was found dead: it is not known whether opening still works. */
  public void doubt() {
    proven = false;
  }

  /**
   * A connection that was opened at that time leads to the wrong server. If that shows in its first
   * second, and again with one that was opened afterwards, opening is of no use as it is: attempts
   * start one at a time, further and further apart, until one stays.
   */
  public void misplaced(long now, long openedAt) {
    boolean again = misplacedInARow > 0 && now - lastMisplaced < FORGETS_MISPLACED;
    if (now - openedAt >= YOUNG || (again && openedAt - lastMisplaced <= 0)) {
      return; // old, or of those that are counted already
    }
    misplacedInARow = again ? misplacedInARow + 1 : 1;
    lastMisplaced = now;
    if (misplacedInARow > 1) { // one may be an accident
      misplacedRest = jittered(doubled(FIRST_REST, misplacedInARow - 1, LONGEST_REST));
    }
  }

  // What has stayed for longer than the last rest and the first second shows that it is over.
  private boolean leadsToTheWrongServer(long now) {
    return misplacedInARow > 1 && now - lastMisplaced < Math.max(YOUNG, misplacedRest);
  }

  private static long doubled(long first, int count, long longest) {
    return Math.min(first << Math.min(count - 1, DOUBLINGS_MAX), longest);
  }

  /** An attempt failed. Returns how long the gate rests, in nanoseconds. */
  public long failed(long now, OpenFailure why, Throwable cause) {
    if (failures == 0) {
      lostAt = now;
    }
    proven = false;
    failures++;
    alike = why == kind ? alike + 1 : 1;
    kind = why;
    openingNow = why == OpenFailure.SERVER_FULL ? 1 : Integer.MAX_VALUE;
    failure = cause;
    long rest = jittered(restFor(why));
    restsUntil = now + rest;
    return rest;
  }

  private long restFor(OpenFailure why) {
    return switch (why) {
      case LOGIN_REFUSED -> doubled(FIRST_REFUSED_REST, alike, LONGEST_REFUSED_REST);
      case SERVER_FULL -> doubled(FIRST_FULL_REST, alike, LONGEST_FULL_REST);
      case UNREACHABLE, TIMED_OUT, OTHER -> doubled(FIRST_REST, alike, LONGEST_REST);
    };
  }

  /** Between three quarters of {@code nanos} and all of it. */
  private long jittered(long nanos) {
    return nanos - Math.floorMod(random.getAsLong(), Math.max(1, nanos / 4));
  }

  /**
   * Whether the server is full as far as is known: it has said so and to no attempt anything else
   * since. It is known no longer when for some time nobody has wanted another try.
   */
  public boolean isServerFull(long now) {
    return kind == OpenFailure.SERVER_FULL && now - restsUntil < FULL_IS_NEWS;
  }

  /** Whether the last attempt was refused and the gate rests because of it. */
  public boolean isRefused(long now) {
    return kind == OpenFailure.LOGIN_REFUSED && now - restsUntil < 0;
  }

  /** Whether the last attempt was refused, whether or not the gate still rests because of it. */
  public boolean lastWasRefused() {
    return kind == OpenFailure.LOGIN_REFUSED;
  }

  /** The last failure, if nothing has succeeded since. */
  public @Nullable Throwable lastFailure() {
    return failure;
  }

  /** When the first of the failures in a row came; means something while there are failures. */
  public long lostAt() {
    return lostAt;
  }

  /** Failures in a row. */
  public int failures() {
    return failures;
  }

  /** How long recent opens took, in nanoseconds; 0: none has succeeded yet. */
  public long recentOpenNanos() {
    return recentOpenNanos;
  }
}
