package dev.cenote.jfr;

import dev.cenote.core.AcquireException;
import dev.cenote.core.PoolStats;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in a pool into the flight recordings that run. While none does it allocates
 * nothing; on a runtime image without jdk.jfr it never loads a class that needs it. Any thread.
 */
public final class Flight implements PoolListener {

  private static final boolean PRESENT = isPresent();

  /** The recorder is at work, and what is written into recordings has been loaded. */
  private static volatile boolean recorded;

  private final String pool;
  private final String place;
  private volatile @Nullable Runnable states; // stops them

  /**
   * For one pool.
   *
   * @param pool its name
   * @param place the database as messages name it
   */
  public Flight(String pool, String place) {
    this.pool = pool;
    this.place = place;
    quietly(() -> PoolStates.lookForRecorder()); // no method reference: that would load it
  }

  private static boolean isPresent() {
    try {
      Class.forName("jdk.jfr.Event", false, Flight.class.getClassLoader());
      return true;
    } catch (Throwable none) { // not in this runtime image, or not allowed
      return false;
    }
  }

  /**
   * The JVM's recorder begins its work, or has begun it. Loads all that a borrow will need: there
   * it could run out of stack half way. Not before, for it takes long.
   */
  static void recorderBegins() {
    try {
      recorded = recorded || FlightEvents.isReady();
    } catch (RuntimeException | Error unable) {
      return; // it is missing in the recordings
    }
  }

  /** Whether a recording wants to know who borrows; a look at a flag. */
  public static boolean watchesBorrows() {
    return recorded && FlightEvents.wantsBorrows();
  }

  /** A caller asks for a connection, now. */
  public FlightSpan acquire() {
    try {
      return recorded ? FlightEvents.acquire(pool) : FlightSpan.NONE;
    } catch (RuntimeException | Error unable) {
      return FlightSpan.NONE;
    }
  }

  /** This thread has borrowed a connection, now. */
  public FlightSpan hold(int slot) {
    try {
      return recorded ? FlightEvents.hold(pool, slot) : FlightSpan.NONE;
    } catch (RuntimeException | Error unable) {
      return FlightSpan.NONE;
    }
  }

  /** A connection is asked whether it is alive, now. */
  public FlightSpan check(int slot) {
    try {
      return recorded ? FlightEvents.check(pool, slot) : FlightSpan.NONE;
    } catch (RuntimeException | Error unable) {
      return FlightSpan.NONE;
    }
  }

  /** An acquire of this thread has failed. */
  public void failed(AcquireException failure, String code) {
    try { // no frames in between: the stack that is recorded should begin with the caller's
      if (recorded) {
        FlightEvents.failed(pool, failure, code);
      }
    } catch (RuntimeException | Error unable) {
      return; // as below
    }
  }

  /** A recording that goes wrong is no affair of the pool's. */
  private static void quietly(Runnable writing) {
    try {
      if (PRESENT) {
        writing.run();
      }
    } catch (RuntimeException | Error unable) {
      return; // it is missing in the recording
    }
  }

  @Override
  public void on(PoolEvent event) {
    try {
      if (recorded) {
        FlightEvents.write(pool, place, event);
      }
    } catch (RuntimeException | Error unable) {
      return; // it is missing in the recording
    }
  }

  /** Writes the pool's numbers at intervals, from when a recording first runs. */
  public void begin(Supplier<PoolStats> numbers) {
    quietly(() -> states = PoolStates.begin(pool, numbers));
  }

  /** The pool has closed. */
  public void end() {
    Runnable stop = states;
    if (stop != null) {
      quietly(stop);
    }
  }
}
