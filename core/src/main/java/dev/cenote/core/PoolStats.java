package dev.cenote.core;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import java.util.Map;

/**
 * What a pool looked like at one moment. Each slot was read once, so the states add up; counters
 * are sums of per-slot cells and exact when nothing is going on.
 *
 * @param poolSize connections kept
 * @param maximum connections permitted now: as many as are set; while the server is full, as many
 *     as there are, one that is being tried among them, at least 1
 * @param maximumSet connections that the settings permit: pool size and overflow; of kind SHARED
 *     one, and one for each that was replaced and is still borrowed, up to the overflow
 * @param idle open and ready to be lent
 * @param leased lent
 * @param opening being opened
 * @param checking being asked whether they are alive
 * @param resetting being cleaned after use
 * @param closing being closed; they still count against the maximum
 * @param givenUp driver calls that have not returned and hold no permit: those past their deadline,
 *     and aborts of connections that came too late or would not close
 * @param detached taken out by their borrowers, not closed yet, still counting against the maximum
 * @param released the same, but no longer counting
 * @param paused whether the pool stands still
 * @param waiting callers in the queue
 * @param oldestWaitNanos how long the first of them has waited; 0 if none does
 * @param oldestOpenNanos for how long the first of those that are being opened has been; 0 if none
 *     is
 * @param acquired leases given since the start
 * @param timedOut acquires that failed at their deadline
 * @param refused acquires that failed before their deadline, by reason
 * @param created connections opened since the start
 * @param sinceLastOpenNanos how long ago one was last opened; -1 if none was
 * @param lastOpenTookNanos how long that took; -1 if none was opened
 * @param retired connections that ended since the start, by reason; those detached left instead
 * @param failedOpens attempts to open that failed, by kind
 * @param leaksSuspected leases of which it was said that they may never come back
 * @param listenerFailures how often a listener threw; those that an application gives count as one
 */
public record PoolStats(
    int poolSize,
    int maximum,
    int maximumSet,
    int idle,
    int leased,
    int opening,
    int checking,
    int resetting,
    int closing,
    int givenUp,
    int detached,
    int released,
    boolean paused,
    int waiting,
    long oldestWaitNanos,
    long oldestOpenNanos,
    long acquired,
    long timedOut,
    Map<AcquireFailure, Long> refused,
    long created,
    long sinceLastOpenNanos,
    long lastOpenTookNanos,
    Map<RetireReason, Long> retired,
    Map<OpenFailure, Long> failedOpens,
    long leaksSuspected,
    long listenerFailures) {

  /** Of a pool of these sizes that has done nothing yet. */
  public static PoolStats ofSizes(int poolSize, int maximum) {
    return new PoolStats(
        poolSize, maximum, maximum, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, 0, 0, 0, Map.of(), 0,
        -1, -1, Map.of(), Map.of(), 0, 0);
  }

  /** The same, with another number of leases given. */
  PoolStats withAcquired(long acquired) {
    return new PoolStats(
        poolSize,
        maximum,
        maximumSet,
        idle,
        leased,
        opening,
        checking,
        resetting,
        closing,
        givenUp,
        detached,
        released,
        paused,
        waiting,
        oldestWaitNanos,
        oldestOpenNanos,
        acquired,
        timedOut,
        refused,
        created,
        sinceLastOpenNanos,
        lastOpenTookNanos,
        retired,
        failedOpens,
        leaksSuspected,
        listenerFailures);
  }

  /** Acquires that failed before their deadline while the pool was open. */
  public long rejected() {
    long all = 0;
    for (long each : refused.values()) {
      all += each;
    }
    return all - refused(AcquireFailure.CLOSED);
  }

  /** Acquires that failed before their deadline for this reason. */
  public long refused(AcquireFailure reason) {
    return refused.getOrDefault(reason, 0L);
  }

  /**
   * Whether something has been in the making for at least half of that time: then whoever has
   * waited for so long has waited for that. If not, it has waited for something else before.
   */
  public boolean isOpeningForMostOf(long waitedNanos) {
    return opening > 0 && oldestOpenNanos >= waitedNanos - oldestOpenNanos;
  }

  /** Whether fewer are permitted than are set, for the server has said that it is full. */
  public boolean isServerFull() {
    return maximum < maximumSet;
  }

  /** Connections open, whatever they are doing: idle, leased, checking, resetting or closing. */
  public int open() {
    return idle + leased + checking + resetting + closing;
  }

  /** What counts against the maximum: open, opening, and detached with their permits. */
  public int permitted() {
    return open() + opening + detached;
  }
}
