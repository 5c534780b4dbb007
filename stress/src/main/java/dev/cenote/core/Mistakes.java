package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Hand-offs with one step wrong each. A tool that does not find them proves nothing about the right
 * one.
 */
final class Mistakes {

  private Mistakes() {}

  /** Against rule 3: having made the slot idle, the releaser does not read the head again. */
  static final class NoSecondLook extends HandoffStage {

    NoSecondLook(PoolConfig config) {
      super(config);
    }

    @Override
    boolean giveBack(Slot<String> slot, long owned) {
      return state.queue.head() != null
          ? super.giveBack(slot, owned)
          : slot.release(owned) != Slot.LOST;
    }
  }

  /**
   * Against rule 3: the slot becomes idle by a release store, which may take effect after the read
   * of the head that follows it. No interleaving shows this, only a machine with a store buffer.
   */
  static final class NoFence extends HandoffStage {

    private static final VarHandle WORD = wordOfSlot();

    NoFence(PoolConfig config) {
      super(config);
    }

    private static VarHandle wordOfSlot() {
      try {
        Class<?> holder = Slot.class.getSuperclass();
        return MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
            .findVarHandle(holder, "word", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    @Override
    boolean giveBack(Slot<String> slot, long owned) {
      long epoch = Slot.epochOf(owned) + 1;
      WORD.setRelease(slot, epoch << 8 | SlotState.IDLE.ordinal());
      var head = state.queue.head();
      if (head != null && head.nudge()) {
        head.run();
      }
      return true;
    }
  }

  /** Against rule 5: looks first and clears the flag then. */
  static final class LookBeforeHeed extends HandoffStage {

    LookBeforeHeed(PoolConfig config) {
      super(config);
    }

    @Override
    void look() {
      super.look();
      var head = state.queue.head();
      if (head != null) {
        head.heedNudge();
      }
    }
  }

  /** Against rule 6: whoever leaves does not pass on the nudge that it got. */
  static final class NudgeKept extends HandoffStage {

    NudgeKept(PoolConfig config) {
      super(config);
    }

    @Override
    void remove(StageWaiter waiter) {
      state.queue.remove(waiter);
    }
  }
}
