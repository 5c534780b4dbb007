package dev.cenote.core;

import dev.cenote.core.measure.Histogram;
import dev.cenote.core.measure.Measures;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records durations for whoever asked for them; before that there is none of it. Any thread; it
 * locks nothing and, but for {@link #read}, allocates nothing, for it is called where a failure
 * would cost a lease.
 *
 * <p>Only waits in the queue are recorded, for who is served at once passes no clock. Those are
 * counted by subtraction: leases given less waits that ended with one. A lease is counted a little
 * before its wait is recorded, so the difference may be too high by those under way. It is never
 * allowed to fall, else a reader of rates would take it for a restart.
 */
final class Recorder {

  private final Histogram waits = new Histogram();
  private final Histogram holds = new Histogram();
  private final Histogram opens = new Histogram();
  private final AtomicLong waitsServed = new AtomicLong();
  private final AtomicLong servedAtOnce = new AtomicLong();
  private final long acquiredBefore;

  /** Begins when so many leases have been given. */
  Recorder(long acquired) {
    acquiredBefore = acquired;
  }

  void waited(long nanos, boolean served) {
    if (served) {
      waitsServed.incrementAndGet();
    }
    waits.record(nanos);
  }

  /** One lease, which stands for so many. */
  void held(long nanos, int times) {
    holds.record(nanos, times);
  }

  void opened(long nanos) {
    opens.record(nanos);
  }

  /** What was recorded, when so many leases have been given. */
  Measures read(long acquired) {
    long atOnce = acquired - acquiredBefore - waitsServed.get();
    long most = servedAtOnce.accumulateAndGet(atOnce, Math::max);
    return new Measures(waits.read(most), holds.read(), opens.read());
  }
}
