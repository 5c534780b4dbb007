package dev.cenote;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.Secrets;
import java.util.List;

/**
 * The application's listeners of a pool, which may be exchanged while it runs. Those that leave
 * hear of that change as the last thing. Told by one thread at a time, exchanged by any.
 */
final class ApplicationListeners implements PoolListener {

  private final Secrets secrets;

  /** Told, and told until they have heard that they leave. */
  private record Told(List<SafeListener> present, List<SafeListener> leaving) {}

  private volatile Told told;

  ApplicationListeners(List<PoolListener> listeners, Secrets secrets) {
    this.secrets = secrets;
    this.told = new Told(safe(listeners), List.of());
  }

  private List<SafeListener> safe(List<PoolListener> listeners) {
    return listeners.stream().map(each -> new SafeListener(each, secrets)).toList();
  }

  /** From now on these are told. */
  void exchange(List<PoolListener> next) {
    told = new Told(safe(next), told.present());
  }

  @Override
  public void on(PoolEvent event) {
    Told now = told;
    boolean isChange = event instanceof PoolEvent.Reconfigured && !now.leaving().isEmpty();
    try {
      if (isChange) {
        told = new Told(now.present(), List.of());
        tell(now.leaving().stream().filter(each -> !now.present().contains(each)).toList(), event);
      }
    } finally {
      tell(now.present(), event);
    }
  }

  /** All of them; what the first of them has thrown that did is thrown then. */
  private static void tell(List<SafeListener> listeners, PoolEvent event) {
    for (int i = 0; i < listeners.size(); i++) {
      try {
        listeners.get(i).on(event);
      } catch (Throwable broken) {
        tell(listeners.subList(i + 1, listeners.size()), event);
        throw broken;
      }
    }
  }
}
