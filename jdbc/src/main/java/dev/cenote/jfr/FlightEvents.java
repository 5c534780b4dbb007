package dev.cenote.jfr;

import dev.cenote.core.AcquireException;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.ThreadName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the events, if a recording wants them. Needs jdk.jfr: only {@link Flight} may call it. */
final class FlightEvents {

  /** So many frames of a stack say enough. */
  private static final int FRAMES_MAX = 20;

  private FlightEvents() {}

  /** Initialises the classes of what is written on threads that are not the pool's. */
  static boolean isReady() {
    return TimeoutEvent.PROBE != null
        && RefusedEvent.PROBE != null
        && AcquireEvent.PROBE != null
        && HoldEvent.PROBE != null
        && ValidateEvent.PROBE != null;
  }

  static boolean wantsBorrows() {
    return AcquireEvent.PROBE.isEnabled() || HoldEvent.PROBE.isEnabled();
  }

  static FlightSpan acquire(String pool) {
    if (!AcquireEvent.PROBE.isEnabled()) {
      return FlightSpan.NONE;
    }
    AcquireEvent event = new AcquireEvent();
    event.pool = pool;
    event.begin();
    return event;
  }

  static FlightSpan hold(String pool, int slot) {
    if (!HoldEvent.PROBE.isEnabled()) {
      return FlightSpan.NONE;
    }
    HoldEvent event = new HoldEvent();
    event.pool = pool;
    event.slot = slot;
    event.borrower = ThreadName.of(Thread.currentThread());
    event.begin();
    return event;
  }

  static FlightSpan check(String pool, int slot) {
    if (!ValidateEvent.PROBE.isEnabled()) {
      return FlightSpan.NONE;
    }
    ValidateEvent event = new ValidateEvent();
    event.pool = pool;
    event.slot = slot;
    event.begin();
    return event;
  }

  static void failed(String pool, AcquireException failure, String code) {
    boolean timedOut =
        switch (failure.failure()) {
          case BUSY, CANNOT_OPEN, PAUSED -> failure.waitedNanos() > 0;
          case DEADLOCK, SOLE_BORROWED, DOWN, LOGIN_REFUSED, QUEUE_FULL, CLOSED -> false;
        };
    UnservedEvent probe = timedOut ? TimeoutEvent.PROBE : RefusedEvent.PROBE;
    if (probe.isEnabled()) {
      UnservedEvent event = timedOut ? new TimeoutEvent() : new RefusedEvent();
      PoolStats stats = failure.stats();
      event.pool = pool;
      event.code = code;
      event.cause = failure.failure().name();
      event.waited = failure.waitedNanos();
      event.borrowed = stats.leased();
      event.permitted = permitted(stats);
      event.idle = stats.idle();
      event.opening = stats.opening();
      event.waiting = stats.waiting();
      event.commit();
    }
  }

  /** -1: there is no limit. */
  static int permitted(PoolStats stats) {
    return stats.maximum() == PoolConfig.UNLIMITED ? -1 : stats.maximum();
  }

  /** Makes nothing unless a recording wants it. */
  static void write(String pool, String place, PoolEvent event) {
    if (event instanceof PoolEvent.Opened opened) {
      write(pool, place, opened);
    } else if (event instanceof PoolEvent.OpenFailed failed) {
      write(pool, place, failed);
    } else if (event instanceof PoolEvent.Retired retired) {
      write(pool, retired);
    } else if (event instanceof PoolEvent.HeldLong held) {
      write(pool, held);
    } else if (event instanceof PoolEvent.Leaked leaked) {
      write(pool, leaked);
    } else if (ReconfigureEvent.PROBE.isEnabled()) {
      writeChange(pool, event);
    }
  }

  private static void write(String pool, String place, PoolEvent.Opened opened) {
    if (OpenEvent.PROBE.isEnabled()) {
      OpenEvent event = new OpenEvent();
      event.pool = pool;
      event.place = place;
      event.slot = opened.slot();
      event.took = opened.tookNanos();
      event.commit();
    }
  }

  private static void write(String pool, String place, PoolEvent.OpenFailed failed) {
    if (OpenFailedEvent.PROBE.isEnabled()) {
      OpenFailedEvent event = new OpenFailedEvent();
      event.pool = pool;
      event.place = place;
      event.kind = failed.kind();
      event.failure = className(failed.failure());
      event.consecutive = failed.consecutive();
      event.nextAttempt = failed.nextAttemptNanos();
      event.open = failed.open();
      event.commit();
    }
  }

  private static void write(String pool, PoolEvent.Retired retired) {
    if (RetireEvent.PROBE.isEnabled()) {
      RetireEvent event = new RetireEvent();
      event.pool = pool;
      event.slot = retired.slot();
      event.reason = retired.reason().name();
      event.age = retired.ageNanos();
      event.idle = retired.quietNanos();
      event.cause = className(retired.cause());
      event.commit();
    }
  }

  private static void write(String pool, PoolEvent.HeldLong held) {
    if (LeakSuspectedEvent.PROBE.isEnabled()) {
      Thread thread = held.borrower();
      LeakSuspectedEvent event = leakSuspected(pool, held.slot(), held.heldNanos(), held.site());
      event.borrower = thread == null ? "" : ThreadName.of(thread);
      event.commit();
    }
  }

  private static void write(String pool, PoolEvent.Leaked leaked) {
    if (LeakSuspectedEvent.PROBE.isEnabled()) {
      LeakSuspectedEvent event =
          leakSuspected(pool, leaked.slot(), leaked.heldNanos(), leaked.site());
      event.borrower = leaked.thread();
      event.ended = true;
      event.commit();
    }
  }

  private static LeakSuspectedEvent leakSuspected(
      String pool, int slot, long held, List<StackTraceElement> site) {
    LeakSuspectedEvent event = new LeakSuspectedEvent();
    event.pool = pool;
    event.slot = slot;
    event.held = held;
    event.site =
        site.stream()
            .limit(FRAMES_MAX)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining("\n"));
    return event;
  }

  private static void writeChange(String pool, PoolEvent event) {
    if (event instanceof PoolEvent.Resized resized) {
      changed(pool, sizes(resized));
    } else if (event instanceof PoolEvent.Reconfigured reconfigured) {
      changed(pool, reconfigured.text());
    } else if (event instanceof PoolEvent.Paused) {
      changed(pool, "paused");
    } else if (event instanceof PoolEvent.Resumed) {
      changed(pool, "resumed");
    }
  }

  private static void changed(String pool, String change) {
    ReconfigureEvent event = new ReconfigureEvent();
    event.pool = pool;
    event.change = change;
    event.commit();
  }

  private static String sizes(PoolEvent.Resized resized) {
    return "poolSize "
        + count(resized.poolSizeBefore())
        + " -> "
        + count(resized.poolSize())
        + ", maxOverflow "
        + count(resized.maxOverflowBefore())
        + " -> "
        + count(resized.maxOverflow());
  }

  private static String count(int value) {
    return value == PoolConfig.UNLIMITED ? "unlimited" : String.valueOf(value);
  }

  /** Not its message: a driver may put a URL or a password there. */
  private static String className(@Nullable Throwable failure) {
    return failure == null ? "" : failure.getClass().getName();
  }
}
