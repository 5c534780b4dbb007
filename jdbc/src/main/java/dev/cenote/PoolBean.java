package dev.cenote;

import dev.cenote.core.AcquireFailure;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.jmx.CenotePoolMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool as JMX has it, until it closes: then this lets go of it, whoever still has this. What it
 * throws is the JDK's, for a console knows no other classes. Any thread.
 */
final class PoolBean implements CenotePoolMXBean {

  private static final int WITHOUT_LIMIT = -1;

  private volatile @Nullable CenoteDataSource pool;

  PoolBean(CenoteDataSource pool) {
    this.pool = pool;
  }

  /** The pool has closed. */
  void letGo() {
    pool = null;
  }

  private CenoteDataSource pool() {
    CenoteDataSource open = pool;
    if (open == null) {
      throw new IllegalStateException("the pool is closed");
    }
    return open;
  }

  private PoolStats stats() {
    return pool().stats();
  }

  @Override
  public String getName() {
    return pool().getName();
  }

  @Override
  public String getStatus() {
    return pool().status();
  }

  @Override
  public String getLastError() {
    return pool().lastWarning();
  }

  @Override
  public Map<String, String> getSettings() {
    return pool().shownSettings();
  }

  @Override
  public int getPoolSize() {
    return limit(stats().poolSize());
  }

  @Override
  public int getMaximum() {
    return limit(stats().maximum());
  }

  @Override
  public int getMaximumSet() {
    return limit(stats().maximumSet());
  }

  private static int limit(int count) {
    return count == PoolConfig.UNLIMITED ? WITHOUT_LIMIT : count;
  }

  @Override
  public int getIdle() {
    return stats().idle();
  }

  @Override
  public int getLeased() {
    return stats().leased();
  }

  @Override
  public int getOpening() {
    return stats().opening();
  }

  @Override
  public int getChecking() {
    return stats().checking();
  }

  @Override
  public int getResetting() {
    return stats().resetting();
  }

  @Override
  public int getClosing() {
    return stats().closing();
  }

  @Override
  public int getDetached() {
    PoolStats now = stats();
    return now.detached() + now.released();
  }

  @Override
  public int getGivenUp() {
    return stats().givenUp();
  }

  @Override
  public int getWaiting() {
    return stats().waiting();
  }

  @Override
  public long getOldestWaitMillis() {
    return millis(stats().oldestWaitNanos());
  }

  @Override
  public boolean isPaused() {
    return stats().paused();
  }

  @Override
  public long getAcquired() {
    return stats().acquired();
  }

  @Override
  public long getTimedOut() {
    return stats().timedOut();
  }

  @Override
  public long getRejected() {
    return stats().rejected();
  }

  @Override
  public long getDeadlocks() {
    return stats().refused(AcquireFailure.DEADLOCK);
  }

  @Override
  public long getCreated() {
    return stats().created();
  }

  @Override
  public long getSinceLastOpenMillis() {
    return millis(stats().sinceLastOpenNanos());
  }

  @Override
  public long getLastOpenTookMillis() {
    return millis(stats().lastOpenTookNanos());
  }

  private static long millis(long nanos) {
    return nanos < 0 ? nanos : TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Override
  public Map<String, Long> getRetired() {
    return named(stats().retired());
  }

  @Override
  public Map<String, Long> getFailedOpens() {
    return named(stats().failedOpens());
  }

  private static Map<String, Long> named(Map<? extends Enum<?>, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((what, count) -> named.put(what.name(), count));
    return named;
  }

  @Override
  public long getLeaksSuspected() {
    return stats().leaksSuspected();
  }

  @Override
  public long getListenerFailures() {
    return stats().listenerFailures();
  }

  @Override
  public String report() {
    return pool().report().toString();
  }

  @Override
  public String advice() {
    return pool().advice().toString();
  }

  @Override
  public void pause() {
    pool().pause();
  }

  @Override
  public void resume() {
    pool().resume();
  }

  @Override
  public boolean drain(int seconds) throws InterruptedException {
    return pool().drain(Duration.ofSeconds(Math.max(0, seconds)));
  }

  @Override
  public void invalidateAll() {
    pool().invalidateAll();
  }

  @Override
  public void resize(int poolSize, int maxOverflow) {
    plainly(() -> pool().resize(poolSize, maxOverflow));
  }

  @Override
  public void reconfigure(String setting, String value) {
    reconfigure(Map.of(setting, value));
  }

  @Override
  public void reconfigure(Map<String, String> settings) {
    plainly(() -> pool().reconfigure(settings));
  }

  /** A console has none of our classes: what says what is wrong must be one of the JDK's. */
  private static void plainly(Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException wrong) {
      IllegalArgumentException plain = new IllegalArgumentException(wrong.getMessage());
      plain.setStackTrace(wrong.getStackTrace());
      throw plain;
    }
  }
}
