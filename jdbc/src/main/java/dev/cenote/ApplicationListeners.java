package dev.cenote;

import dev.cenote.config.Settings;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.Secrets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The application's listeners of a pool, which may be exchanged while it runs. An exchange takes
 * place when its event is told, or that events were lost, to those that leave as the last thing and
 * to those that come as the first. Told by one thread at a time; exchanges are announced by one at
 * a time, in the order of their events.
 */
final class ApplicationListeners implements PoolListener {

  private final Secrets secrets;
  private final Queue<List<SafeListener>> announced = new ConcurrentLinkedQueue<>();
  private List<SafeListener> present; // who tells

  ApplicationListeners(List<PoolListener> listeners, Secrets secrets) {
    this.secrets = secrets;
    this.present = safe(listeners);
  }

  private List<SafeListener> safe(List<PoolListener> listeners) {
    return listeners.stream().map(each -> new SafeListener(each, secrets)).toList();
  }

  /** These are told from the event on that tells of it, which is yet to come. */
  void exchangeFor(List<PoolListener> next) {
    announced.add(safe(next));
  }

  @Override
  public void on(PoolEvent event) {
    List<SafeListener> before = present;
    if (event instanceof PoolEvent.EventsLost) {
      while (!announced.isEmpty()) { // those of exchanges may be among them
        exchange();
      }
    } else if (event instanceof PoolEvent.Reconfigured change && concernsListeners(change)) {
      exchange();
    }
    tell(present == before ? present : leavingAnd(before, present), event);
  }

  private static List<SafeListener> leavingAnd(List<SafeListener> before, List<SafeListener> now) {
    return Stream.concat(before.stream().filter(each -> !now.contains(each)), now.stream())
        .toList();
  }

  private static boolean concernsListeners(PoolEvent.Reconfigured change) {
    return change.changes().stream()
        .anyMatch(each -> each.setting().equals(Settings.LISTENERS.name()));
  }

  private void exchange() {
    List<SafeListener> next = announced.poll();
    present = next == null ? present : next;
  }

  /** All of them; if several throw, the exception of the last is thrown, and counts. */
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
