package dev.cenote.core.upkeep;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.ThreadName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of connections whose borrowers have ended without giving them back, of those that are held
 * for long, and of those that came back after all; and takes back, if it may, what nobody can be
 * using. Each lease is told of once for each of these.
 */
final class LeakChore implements Chore {

  private static final long LONGEST_PERIOD = 1_000_000_000;

  /** Whoever was given a connection by a thread that has ended uses it within this time. */
  private static final long LEFT_NANOS = 1_000_000_000;

  private final Map<Integer, Told> told = new HashMap<>(); // by slot

  private static final class Told {

    private final long lease;
    private final Object connection;
    private boolean leaked;
    private boolean held;
    private long heldNanos;
    private String thread = "";

    Told(Borrowing borrowing) {
      this.lease = borrowing.lease();
      this.connection = borrowing.connection();
    }
  }

  @Override
  public boolean isWanted(Spans spans) {
    return spans.watchesBorrowers();
  }

  @Override
  public long run(Plant plant) {
    Spans spans = plant.spans();
    List<? extends Borrowing> borrowings = plant.borrowings();
    returned(plant, borrowings);
    for (Borrowing borrowing : borrowings) {
      try {
        look(plant, spans, borrowing);
      } catch (RuntimeException unable) {
        // A thread that does not let itself be looked at hides no other.
      }
    }
    return period(spans);
  }

  private static long period(Spans spans) {
    long shortest = spans.leakThreshold() == 0 ? Long.MAX_VALUE : spans.leakThreshold();
    shortest = spans.reclaim() == 0 ? shortest : Math.min(shortest, spans.reclaim());
    return Math.min(LONGEST_PERIOD, Housekeeper.period(shortest));
  }

  private void returned(Plant plant, List<? extends Borrowing> borrowings) {
    Map<Integer, Long> current = new HashMap<>();
    borrowings.forEach(borrowing -> current.put(borrowing.slot(), borrowing.lease()));
    told.entrySet()
        .removeIf(entry -> {
          Told before = entry.getValue();
          Long lease = current.get(entry.getKey());
          boolean over = lease == null || lease != before.lease;
          if (over && plant.isOpen(entry.getKey(), before.connection)) {
            plant.tell(
                new PoolEvent.HeldLongReturned(entry.getKey(), before.heldNanos, before.thread));
          }
          return over;
        });
  }

  private void look(Plant plant, Spans spans, Borrowing borrowing) {
    Thread thread = borrowing.thread();
    boolean isLong = spans.leakThreshold() > 0 && borrowing.heldNanos() >= spans.leakThreshold();
    boolean abandoned = spans.reclaim() > 0 && borrowing.quietNanos() >= spans.reclaim();
    boolean left = abandoned || borrowing.quietNanos() >= LEFT_NANOS;
    boolean ended = left && thread != null && !thread.isAlive() && !borrowing.hasStrayed();
    boolean goes = abandoned && borrowing.mayBeReclaimed();
    if (ended || isLong || goes) {
      tell(plant, borrowing, borrowing.hasStrayed() ? null : thread, ended);
    }
    if (goes) {
      borrowing.reclaim(); // its end is told by itself
    }
  }

  private void tell(Plant plant, Borrowing borrowing, @Nullable Thread thread, boolean ended) {
    Told now = told.computeIfAbsent(borrowing.slot(), slot -> new Told(borrowing));
    now.heldNanos = borrowing.heldNanos();
    now.thread = thread == null ? "" : ThreadName.of(thread);
    if (ended && thread != null) {
      if (!now.leaked) {
        now.leaked = true;
        plant.leaked();
        plant.tell(
            new PoolEvent.Leaked(
                borrowing.slot(), borrowing.heldNanos(), now.thread, borrowing.site()));
      }
    } else if (!now.held) {
      now.held = true;
      plant.tell(
          new PoolEvent.HeldLong(
              borrowing.slot(),
              borrowing.heldNanos(),
              borrowing.quietNanos(),
              thread,
              borrowing.site()));
    }
  }
}
