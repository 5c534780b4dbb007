package dev.cenote.core.upkeep;

import dev.cenote.core.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chores that the settings ask for, each at its own pace, on the timers' thread. A chore
 * that throws, even an Error, runs again all the same; one whose next run could not be scheduled,
 * for want of memory, does so when {@link #revive} is called next.
 */
public final class Housekeeper {

  /** For what waits for something that may happen at any moment. */
  static final long SHORTEST_PERIOD = 50_000_000;

  private static final long LONGEST_PERIOD = 5_000_000_000L;
  private static final int RUNS_PER_SPAN = 40;

  private final Plant plant;
  private final Timers timers;
  private final List<Round> rounds = new ArrayList<>();
  private final Round refill;
  private final Round expiry;

  /** Whether a run could not be scheduled. */
  private volatile boolean lapsed;

  /** Guards when each of the chores runs next; nothing but the timers is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  /** For one pool, which says what is wanted. */
  public Housekeeper(Plant plant, Timers timers) {
    this.plant = plant;
    this.timers = timers;
    refill = add(new RefillChore());
    expiry = add(new ExpiryChore());
    add(new KeepaliveChore());
    add(new TrimChore());
    add(new StallChore());
    add(new LeakChore());
  }

  private Round add(Chore chore) {
    Round round = new Round(chore);
    rounds.add(round);
    return round;
  }

  /** Begins; or the settings have changed: what is wanted runs soon, at its new pace. */
  public void start() {
    rounds.forEach(Round::soon);
  }

  /** Something was closed, or the size has changed: what is missing should be opened soon. */
  public void lookForGaps() {
    refill.soon();
  }

  /** Something was opened: what it replaces may go. */
  public void lookForReplaced() {
    expiry.soon();
  }

  /** Whether something could not be scheduled. */
  public boolean hasLapsed() {
    return lapsed;
  }

  /** Schedules what could not be; to be called now and then. */
  public void revive() {
    if (lapsed) {
      lapsed = false;
      start();
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
  private final class Round implements Runnable {

    private final Chore chore;
    private Timers.@Nullable Scheduled next; // guarded by lock
    private boolean stopped; // guarded by lock
    private boolean running; // guarded by lock
    private boolean again; // guarded by lock: wanted once more since the run began

    Round(Chore chore) {
      this.chore = chore;
    }

    void soon() {
      if (!isWanted()) {
        return;
      }
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

    private boolean isWanted() {
      return chore.isWanted(plant.spans());
    }

    private void schedule(long delayNanos) {
      if (stopped) {
        return;
      }
      try {
        Timers.Scheduled fresh = timers.schedule(this, delayNanos);
        if (next != null) {
          next.cancel();
        }
        next = fresh;
      } catch (RuntimeException | Error ours) { // what was scheduled before still is
        lapsed = true;
      }
    }

    @Override
    public void run() {
      revive(); // in a pool at rest nobody else does
      lock.lock();
      try {
        running = true;
        again = false;
      } finally {
        lock.unlock();
      }
      boolean wanted = isWanted();
      long delay = wanted ? runChore() : 0;
      lock.lock();
      try {
        running = false;
        if (wanted || again) { // else it rests until it is wanted
          schedule(again ? 0 : delay);
        }
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
