package dev.cenote;

import dev.cenote.config.SettingValues;
import dev.cenote.config.Settings;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.measure.Measures;
import dev.cenote.error.StatsText;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.report.Advice;
import dev.cenote.report.PoolReport;
import dev.cenote.report.Reporter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a pool and done to it while it works. Every method may be called from any
 * thread; none blocks but those that say so. {@link #pause()} and all others that act on a running
 * pool throw an IllegalStateException if the pool has not started.
 */
public abstract sealed class PoolControls extends SettingsBean permits DataSourceAnswers {

  private final Endings endings = new Endings();

  /** Whether somebody wants to know how long things take. */
  private volatile boolean measured;

  PoolControls(SettingValues values) {
    super(values);
  }

  /** The started pool; null if it has not started. */
  abstract @Nullable Pool<PhysicalConnection> runningPool();

  final Pool<PhysicalConnection> runningPool(String method) {
    Pool<PhysicalConnection> pool = runningPool();
    if (pool == null) {
      throw new IllegalStateException(
          getName()
              + ": "
              + method
              + " needs a started pool; call start() or getConnection() first");
    }
    return pool;
  }

  /** Whether somebody has asked for durations. */
  boolean isMeasured() {
    return measured;
  }

  /** The pool has started; somebody may have asked meanwhile. */
  void begun(Pool<PhysicalConnection> pool) {
    if (measured) {
      pool.measures();
    }
  }

  /** The pool has closed. */
  void ended() {
    endings.run();
  }

  /** The pool's numbers; before the start all of them are 0 but the sizes. */
  public abstract PoolStats stats();

  /** How long {@code getConnection()} may take; {@link PoolConfig#NONE} if for ever. */
  public Duration acquireTimeout() {
    return getOrDefault(Settings.ACQUIRE_TIMEOUT);
  }

  /**
   * How long callers waited for a connection, how long they held it and how long it took to open
   * one, since the first call of this method, which starts the recording. A pool that has not
   * started will record from its start on. Costs nothing on the way to an idle connection, and 24
   * KB.
   */
  public Measures measures() {
    measured = true;
    Pool<PhysicalConnection> pool = runningPool();
    return pool == null ? Measures.NONE : pool.measures();
  }

  /**
   * Has something done when the pool has closed, on the thread that closes it; at once, on this
   * thread, if it has closed already. For what belongs to the pool and must not outlive it: meters,
   * a registration. All are done, in the order of these calls; what one throws comes out of {@code
   * close()} afterwards.
   */
  public void onClose(Runnable action) {
    endings.add(action);
  }

  /** The pool's name. */
  public abstract String getName();

  /**
   * The state in one line for people: {@code orders: 2 of 15 borrowed, 3 idle, nobody waits}. Its
   * wording may change; programs read {@link #stats()}.
   */
  public String status() {
    PoolStats now = stats();
    StringBuilder line = new StringBuilder(getName());
    line.append(now.paused() ? ": paused, " : ": ").append(now.leased());
    if (now.maximum() != PoolConfig.UNLIMITED) {
      line.append(" of ").append(now.maximum());
    }
    line.append(" borrowed").append(StatsText.wanted(now));
    line.append(", ").append(now.idle()).append(" idle");
    append(line, now.opening(), "opening");
    append(line, now.checking(), "being checked");
    append(line, now.resetting(), "being reset");
    append(line, now.closing(), "closing");
    append(line, now.detached() + now.released(), "detached");
    append(line, now.givenUp(), "given up");
    return line.append(now.waiting() == 0 ? ", nobody waits" : ", " + now.waiting() + " waiting")
        .toString();
  }

  /**
   * The pool's numbers, who holds its connections and what they are doing, what that says and what
   * to do; {@code toString()} is the text. Takes the stack of each thread that has a connection:
   * for people, and for an alarm, not for every request.
   */
  public abstract PoolReport report();

  /**
   * What the pool's own numbers say of its size, and of what ends its idle connections; {@code
   * toString()} is the text. They are noted always, for 24 hours: nothing needs to be switched on.
   */
  public Advice advice() {
    Pool<PhysicalConnection> pool = runningPool();
    return pool == null ? Advice.ofNothing(getName()) : Reporter.advice(getName(), pool);
  }

  private static void append(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(what);
    }
  }

  /**
   * Changes how many connections are kept and how many more may be open. Surplus ones are closed
   * when they come back. Waits at most 10 s for another change of settings that is under way.
   *
   * @throws IllegalArgumentException if a number is out of range
   * @throws IllegalStateException if that change does not end
   */
  public abstract void resize(int poolSize, int maxOverflow);

  /**
   * Changes settings while the pool runs, all of them or, if anything is wrong, none. What each
   * setting does then stands in docs/guide/live-changes.md.
   *
   * <pre>{@code
   * pool.reconfigure(change -> change.poolSize(20).acquireTimeout(Duration.ofSeconds(5)));
   * }</pre>
   *
   * <p>Opens nothing on this thread and waits for nothing but another such change.
   *
   * @param change is given all settings as they are, and says what is to be different; called once,
   *     on this thread, before this returns
   * @throws dev.cenote.error.CenoteConfigException with everything that is wrong, also that a
   *     setting cannot change while the pool runs
   * @throws IllegalStateException if the pool has not started or is closed
   */
  public abstract void reconfigure(Consumer<CenoteDataSourceBuilder> change);

  /**
   * As {@link #reconfigure(Consumer)}, from text by the names of docs/configuration.md, as a file
   * or an operator has them. What is not mentioned stays as it is.
   */
  public void reconfigure(Map<String, String> settings) {
    reconfigure(change -> change.settings(settings, ""));
  }

  /**
   * Replaces every connection opened before this call: idle ones now, borrowed ones when they come
   * back.
   */
  public void invalidateAll() {
    runningPool("invalidateAll").invalidateAll();
  }

  /**
   * Stands still: nothing is lent and nothing is opened. Callers of getConnection wait, in order
   * and no longer than {@code acquireTimeout}; what is borrowed comes back as usual. The second
   * call does nothing. {@link #resume()} ends it.
   */
  public void pause() {
    runningPool("pause").pause();
  }

  /**
   * Pauses and closes every connection: idle ones now, borrowed ones when they come back. Blocks
   * until none is open, at most for {@code timeout}. Then the pool has no socket: the database may
   * be moved, the process checkpointed and restored. {@link #resume()} goes on with new ones.
   *
   * @return false if some were still open at the end of that time, or a driver call that was given
   *     up had not returned, or the pool was closed; it stays paused, and they are still closed
   *     when they come back. Detached ones do not count, see {@link PoolStats}
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    return runningPool("drain").drain(timeout);
  }

  /** Ends a pause: those who wait are served, in order. */
  public void resume() {
    runningPool("resume").resume();
  }

  /**
   * Blocks until so many connections are open, at most for {@code timeout}: before an instance says
   * that it is ready for traffic, for example.
   *
   * @return false if there were not so many in that time, or the pool was closed meanwhile
   * @throws IllegalArgumentException if there may never be so many
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public boolean awaitReady(int connections, Duration timeout) throws InterruptedException {
    Pool<PhysicalConnection> pool = runningPool("awaitReady");
    int maximum = pool.stats().maximumSet();
    if (connections < 0 || connections > maximum) {
      throw new IllegalArgumentException(
          getName()
              + ": awaitReady needs 0 to "
              + maximum
              + " connections, was asked for "
              + connections);
    }
    return pool.awaitOpen(connections, timeout);
  }
}
