package dev.cenote.core;

import dev.cenote.core.HandoffOperations.Standing;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** What a hand-off without overtaking must look like from outside: a counter and a queue. */
public abstract class StrictQueue {

  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
  private final Set<Integer> lent = new HashSet<>();
  private int idle;

  StrictQueue(int slots) {
    idle = slots;
  }

  /** As {@link HandoffOperations#borrow}. */
  public Standing borrow(int client) {
    if (standing(client) == Standing.OUT) {
      if (idle > 0) {
        idle--;
        lent.add(client);
      } else {
        waiting.add(client);
      }
    }
    return standing(client);
  }

  /** As {@link HandoffOperations#giveBack}. */
  public Standing giveBack(int client) {
    if (lent.remove(client)) {
      if (waiting.isEmpty()) {
        idle++;
      } else {
        lent.add(waiting.remove());
      }
    }
    return standing(client);
  }

  /** As {@link HandoffOperations#giveUp}. */
  public Standing giveUp(int client) {
    waiting.remove((Integer) client);
    return standing(client);
  }

  /** As {@link HandoffOperations#look}. */
  public Standing look(int client) {
    return standing(client);
  }

  private Standing standing(int client) {
    if (lent.contains(client)) {
      return Standing.LENT;
    }
    return waiting.contains(client) ? Standing.WAITS : Standing.OUT;
  }

  /** Of one slot. */
  public static final class OfOne extends StrictQueue {
    /** Idle at first. */
    public OfOne() {
      super(1);
    }
  }

  /** Of two slots. */
  public static final class OfTwo extends StrictQueue {
    /** Both idle at first. */
    public OfTwo() {
      super(2);
    }
  }
}
