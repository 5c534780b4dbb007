package dev.cenote.jmx;

import java.util.Map;

/**
 * A pool in JMX, as {@code dev.cenote:type=Pool,name="..."}, if the setting {@code jmx} is true.
 * What the numbers mean stands at {@link dev.cenote.core.PoolStats}; each attribute is a snapshot
 * of its own. A limit that is UNLIMITED is -1. Nothing here holds a secret. After the pool has
 * closed every method throws IllegalStateException, should anybody still have it.
 */
public interface CenotePoolMXBean {

  /** The pool's name. */
  String getName();

  /** The state in one line for people. */
  String getStatus();

  /**
   * The last failure that had a code, in the line that the log has or would have, and how long ago
   * that was; empty if there was none.
   */
  String getLastError();

  /** Every setting as it holds now, set or not. */
  Map<String, String> getSettings();

  /** Connections kept. */
  int getPoolSize();

  /** Connections permitted now: while the server is full, as many as there are. */
  int getMaximum();

  /** Connections that the settings permit. */
  int getMaximumSet();

  /** Open and ready to be lent. */
  int getIdle();

  /** Lent. */
  int getLeased();

  /** Being opened. */
  int getOpening();

  /** Being asked whether they are alive. */
  int getChecking();

  /** Being cleaned after use. */
  int getResetting();

  /** Being closed. */
  int getClosing();

  /** Taken out by their borrowers and not closed yet, with or without their permits. */
  int getDetached();

  /** Driver calls that have not returned and hold no permit. */
  int getGivenUp();

  /** Callers in the queue. */
  int getWaiting();

  /** How long the first of them has waited; 0 if none does. */
  long getOldestWaitMillis();

  /** Whether the pool stands still. */
  boolean isPaused();

  /** Leases given since the start. */
  long getAcquired();

  /** Acquires that failed at their deadline. */
  long getTimedOut();

  /** Acquires that failed before their deadline, for whatever reason. */
  long getRejected();

  /** Acquires refused because nobody could have gone on. */
  long getDeadlocks();

  /** Connections opened since the start. */
  long getCreated();

  /** How long ago one was last opened; -1 if none was. */
  long getSinceLastOpenMillis();

  /** How long that took; -1 if none was opened. */
  long getLastOpenTookMillis();

  /** Connections that ended since the start, by reason. */
  Map<String, Long> getRetired();

  /** Attempts to open that failed, by kind. */
  Map<String, Long> getFailedOpens();

  /** Leases of which it was said that they may never come back. */
  long getLeaksSuspected();

  /** Exceptions thrown by listeners. */
  long getListenerFailures();

  /** The numbers, who holds the connections and what they are doing, and what that says. */
  String report();

  /**
   * Whether the pool has the right size, and what drops idle connections, from what it has seen.
   */
  String advice();

  /** Stands still: nothing is lent and nothing is opened, callers wait. */
  void pause();

  /** Ends a pause. */
  void resume();

  /**
   * Pauses and closes every connection; blocks until none is open, at most for so long.
   *
   * @return false if some were still open then; they are closed when they come back
   */
  boolean drain(int seconds) throws InterruptedException;

  /** Replaces every connection opened before: idle ones now, borrowed ones when they come back. */
  void invalidateAll();

  /** Changes how many connections are kept and how many more may be open. */
  void resize(int poolSize, int maxOverflow);

  /**
   * Changes one setting while the pool runs, by its name in docs/configuration.md.
   *
   * @throws IllegalArgumentException saying what is wrong; nothing has changed then
   */
  void reconfigure(String setting, String value);

  /** As {@link #reconfigure(String, String)}, several together: all of them, or none. */
  void reconfigure(Map<String, String> settings);
}
