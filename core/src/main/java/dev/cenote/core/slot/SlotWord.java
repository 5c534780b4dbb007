package dev.cenote.core.slot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The atomic word of a slot, kept a cache line away from the neighbour's: two threads that lend
 * neighbouring slots must not slow each other down (false sharing; 128 bytes, since hardware
 * prefetches lines in pairs).
 */
abstract class SlotWord {

  static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SlotWord.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // The first five exist only to take up room before the word; what follows it is in Slot.
  @SuppressWarnings("unused")
  private long padding1, padding2, padding3, padding4, padding5;

  volatile long word;
}
