package dev.cenote.core.slot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The atomic word of a slot, between what is seldom touched and what every borrow touches. */
abstract class SlotWord extends SlotTimes {

  static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SlotWord.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  volatile long word;
}
