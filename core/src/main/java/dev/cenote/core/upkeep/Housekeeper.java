package dev.cenote.core.upkeep;

import dev.cenote.core.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chores, each at its own pace, on the timers' thread. A chore that throws, even an Error,
 * runs again all the same.
 */
public final class Housekeeper {

  private static final long SHORTEST_PERIOD = 50_000_000;
  private static final long LONGEST_PERIOD = 5_000_000_000L;
  private static final int RUNS_PER_SPAN = 40;

  private final Plant plant;
  private final Timers timers;
  private final List<Round> rounds = new ArrayList<>();
  private final @Nullable Round refill;
  private final @Nullable Round expiry;

  /**
   * Creates the chores that the settings ask for.
   *
   * @param lifetimeNanos the greatest age of a connection; 0: no limit
   * @param keepaliveNanos how often an idle connection is checked; 0: never
   * @param lingerNanos the window over which surplus is measured
   * @param refills whether to keep the pool filled
   */
  public Housekeeper(
      Plant plant,
      Timers timers,
      long lifetimeNanos,
      long keepaliveNanos,
      long lingerNanos,
      boolean refills) {
    this.plant = plant;
    this.timers = timers;
    refill = refills ? add(new RefillChore()) : null;
    expiry = lifetimeNanos > 0 ? add(new ExpiryChore(lifetimeNanos)) : null;
    if (keepaliveNanos > 0) {
      add(new KeepaliveChore(keepaliveNanos));
    }
    add(new TrimChore(lingerNanos));
    add(new StallChore());
  }

  /** Watches who holds what; before the start. The numbers are those of {@link LeakChore}. */
  public void watchLeaks(long thresholdNanos, long reclaimNanos) {
    add(new LeakChore(thresholdNanos, reclaimNanos));
  }

  private Round add(Chore chore) {
    Round round = new Round(chore);
    rounds.add(round);
    return round;
  }

  /** Begins. */
  public void start() {
    rounds.forEach(Round::soon);
  }

  /** Something was closed, or the size has changed: what is missing should be opened soon. */
  public void lookForGaps() {
    if (refill != null) {
      refill.soon();
    }
  }

  /** Something was opened: what it replaces may go. */
  public void lookForReplaced() {
    if (expiry != null) {
      expiry.soon();
    }
  }

  /** Stops; a chore that is running ends its run. */
  public void stop() {
    rounds.forEach(Round::stop);
  }

  /** How often a chore that minds a span of time looks: often enough to be a fortieth late. */
  static long period(long spanNanos) {
    return Math.max(SHORTEST_PERIOD, Math.min(LONGEST_PERIOD, spanNanos / RUNS_PER_SPAN));
  }

  /** One chore and when it runs next. */
  private final class Round {

    private final Chore chore;
    private final ReentrantLock lock = new ReentrantLock();
    private Timers.@Nullable Scheduled next; // guarded by lock
    private boolean stopped; // guarded by lock
    private boolean running; // guarded by lock
    private boolean again; // guarded by lock: wanted once more since the run began

    Round(Chore chore) {
      this.chore = chore;
    }

    void soon() {
      lock.lock();
      try {
        again = true;
        if (!running) {
          schedule(0);
        }
      } finally {
        lock.unlock();
      }
    }

    void stop() {
      lock.lock();
      try {
        stopped = true;
        if (next != null) {
          next.cancel();
        }
      } finally {
        lock.unlock();
      }
    }

    private void schedule(long delayNanos) {
      if (stopped) {
        return;
      }
      if (next != null) {
        next.cancel();
      }
      next = timers.schedule(this::run, delayNanos);
    }

    private void run() {
      lock.lock();
      try {
        running = true;
        again = false;
      } finally {
        lock.unlock();
      }
      long delay = runChore();
      lock.lock();
      try {
        running = false;
        schedule(again ? 0 : delay);
      } finally {
        lock.unlock();
      }
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private long runChore() {
      try {
        return chore.run(plant);
      } catch (Throwable broken) { // whatever it was, the next run is due all the same
        return LONGEST_PERIOD;
      }
    }
  }
}
