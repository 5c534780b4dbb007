package dev.cenote.bench.floor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;

/** One connection, and whether it is lent: one flag with a cache line to itself. */
final class FloorSlot {

  private static final VarHandle LENT;

  static {
    try {
      LENT = MethodHandles.lookup().findVarHandle(FloorSlot.class, "lent", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Connection raw;

  @SuppressWarnings("unused") // read through LENT
  private volatile int lent;

  // They exist only to keep the next slot's flag off this cache line and off its neighbour.
  @SuppressWarnings("unused")
  private long padding1, padding2, padding3, padding4, padding5, padding6, padding7, padding8;
  @SuppressWarnings("unused")
  private long padding9, padding10, padding11, padding12, padding13, padding14, padding15;

  FloorSlot(Connection raw) {
    this.raw = raw;
  }

  boolean tryLend() {
    return LENT.compareAndSet(this, 0, 1);
  }

  void giveBack() {
    LENT.setRelease(this, 0);
  }
}
