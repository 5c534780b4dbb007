package dev.cenote.bench.crowd;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of a crowd: uses the pool again and again, and counts. */
final class Client implements Runnable {

  /** What the clients of a crowd do at present. */
  enum Phase {
    /** Nothing counts yet: the code becomes hot, or those who have come settle down. */
    WARMUP,
    /** What happens counts. */
    MEASURED,
    /** Everybody goes home after the present use. */
    ENDED
  }

  private final Use use;
  private final @Nullable TimedSource clock;
  private final Generation generation;

  /** Written by this client, read by the one who measures. */
  private final AtomicLong served = new AtomicLong();

  private final AtomicLong failed = new AtomicLong();

  /** Without {@code waits} it reads no clock. */
  Client(
      int number, DataSource pool, Use.Maker uses, @Nullable Waits waits, Generation generation) {
    this.clock = waits == null ? null : new TimedSource(number, pool, waits, generation);
    this.use = uses.on(clock == null ? pool : clock);
    this.generation = generation;
  }

  @Override
  public void run() {
    generation.begins();
    while (generation.phase() != Phase.ENDED) {
      try {
        use.run();
        served.setOpaque(served.getPlain() + measured());
      } catch (SQLException | RuntimeException e) {
        generation.failed(e);
        failed.setOpaque(failed.getPlain() + measured());
      }
    }
  }

  private int measured() {
    return generation.isMeasured() ? 1 : 0;
  }

  /** How often it was served while it counted. */
  long served() {
    return served.getOpaque();
  }

  /** How often it was refused while it counted. */
  long failed() {
    return failed.getOpaque();
  }

  /** How long it has been waiting at this moment; 0 if it is not. */
  long waitingAt(long now) {
    return clock == null ? 0 : clock.waitingAt(now);
  }
}
