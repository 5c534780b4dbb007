package dev.cenote.core.event;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Tells listeners what happened. What a listener throws is counted and goes no further. */
public final class Announcer {

  private final List<PoolListener> listeners;
  private final LongAdder failures = new LongAdder();

  /** Announces to these, in this order. */
  public Announcer(List<PoolListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Tells every listener. Not to be called under a lock. */
  public void announce(PoolEvent event) {
    for (PoolListener listener : listeners) {
      tell(listener, event);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void tell(PoolListener listener, PoolEvent event) {
    try {
      listener.on(event);
    } catch (Throwable broken) { // even an Error must not cost the pool a slot
      failures.increment();
    }
  }

  /** How often a listener threw. */
  public long failures() {
    return failures.sum();
  }
}
