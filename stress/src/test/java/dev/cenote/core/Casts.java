package dev.cenote.core;

import dev.cenote.core.PoolConfig.IdleOrder;

/**
 * Who plays {@link HandoffOperations}: Lincheck wants a class with a public constructor for each.
 */
final class Casts {

  private static final PoolConfig ONE = HandoffStage.config(1, 64, IdleOrder.AFFINE);
  private static final PoolConfig TWO = HandoffStage.config(2, 64, IdleOrder.AFFINE);
  private static final PoolConfig TWO_LIFO = HandoffStage.config(2, 64, IdleOrder.LIFO);
  private static final PoolConfig ONE_STRICT = HandoffStage.config(1, 0, IdleOrder.AFFINE);
  private static final PoolConfig TWO_STRICT = HandoffStage.config(2, 0, IdleOrder.AFFINE);

  private Casts() {}

  /** One slot; the head may be overtaken. */
  public static final class OneSlot extends HandoffOperations {
    /** All idle. */
    public OneSlot() {
      super(new HandoffStage(ONE));
    }
  }

  /** Two slots; the head may be overtaken. */
  public static final class TwoSlots extends HandoffOperations {
    /** All idle. */
    public TwoSlots() {
      super(new HandoffStage(TWO));
    }
  }

  /** Two slots, the one returned last goes first. */
  public static final class TwoSlotsInOrder extends HandoffOperations {
    /** All idle. */
    public TwoSlotsInOrder() {
      super(new HandoffStage(TWO_LIFO));
    }
  }

  /** One slot, strict order, and waiters that look as soon as they are woken. */
  public static final class OneSlotStrict extends HandoffOperations {
    /** All idle. */
    public OneSlotStrict() {
      super(new HandoffStage(ONE_STRICT));
    }

    @Override
    StageWaiter newWaiter(HandoffStage stage) {
      return new PromptWaiter(stage);
    }
  }

  /** Two slots, strict order, and waiters that look as soon as they are woken. */
  public static final class TwoSlotsStrict extends HandoffOperations {
    /** All idle. */
    public TwoSlotsStrict() {
      super(new HandoffStage(TWO_STRICT));
    }

    @Override
    StageWaiter newWaiter(HandoffStage stage) {
      return new PromptWaiter(stage);
    }
  }

  /** One slot, and {@link Mistakes.NoSecondLook}. */
  public static final class NoSecondLook extends HandoffOperations {
    /** All idle. */
    public NoSecondLook() {
      super(new Mistakes.NoSecondLook(ONE));
    }
  }

  /** One slot, and {@link Mistakes.LookBeforeHeed}. */
  public static final class LookBeforeHeed extends HandoffOperations {
    /** All idle. */
    public LookBeforeHeed() {
      super(new Mistakes.LookBeforeHeed(ONE));
    }
  }

  /** One slot, and {@link Mistakes.NudgeKept}. */
  public static final class NudgeKept extends HandoffOperations {
    /** All idle. */
    public NudgeKept() {
      super(new Mistakes.NudgeKept(ONE));
    }
  }

  /** Looks on the thread that wakes it, as a client without a thread of its own would. */
  private static final class PromptWaiter extends StageWaiter {
    private final HandoffStage stage;

    PromptWaiter(HandoffStage stage) {
      this.stage = stage;
    }

    @Override
    public void run() {
      super.run();
      stage.heed();
    }
  }
}
