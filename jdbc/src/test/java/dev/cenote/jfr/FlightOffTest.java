package dev.cenote.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.lang.management.ManagementFactory;
import java.util.List;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

/** While no recording runs. */
class FlightOffTest {

  private static final int TIMES = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Flight flight = new Flight("orders", "db:5432/orders");

  private final List<PoolEvent> events =
      List.of(
          new PoolEvent.Started(),
          new PoolEvent.Opened(1, 1),
          new PoolEvent.OpenFailed(new Throwable("no"), "OTHER", 1, 1, 1),
          new PoolEvent.Retired(1, RetireReason.BROKEN, null, 1, 1, 0),
          new PoolEvent.Resized(1, 1, 2, 2),
          new PoolEvent.Paused(),
          new PoolEvent.Resumed());

  private void play() {
    for (int i = 0; i < events.size(); i++) { // an iterator would be allocated
      flight.on(events.get(i));
    }
    flight.acquire().end("lent");
    flight.hold(1).end("returned");
    flight.check(1).end("alive");
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  @SuppressWarnings("deprecation") // threadId() is newer than our oldest JDK
  void nothingIsAllocated() {
    assumeThat(FlightRecorder.isInitialized()).as("a recording in this JVM").isFalse();
    play(); // classes, call sites
    long before = allocated();
    for (int i = 0; i < TIMES; i++) {
      play();
    }

    assertThat(allocated() - before).as("bytes in " + TIMES + " rounds").isLessThan(TIMES);
  }
}
