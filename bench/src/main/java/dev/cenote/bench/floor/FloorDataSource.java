package dev.cenote.bench.floor;

import dev.cenote.bench.source.BareDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections with the least that a correct pool can do: a start position derived from the
 * thread, one compare-and-set to take, one small handle, one release store to give back. Nobody can
 * wait for a connection, nothing is checked, reset, counted or replaced. Any thread.
 */
public final class FloorDataSource extends BareDataSource implements AutoCloseable {

  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener {
    /** May block as long as the driver does. */
    Connection open() throws SQLException;
  }

  private final FloorSlot[] slots;

  /**
   * Opens all connections.
   *
   * @param size how many at least: a power of two makes the start position a mask
   */
  public FloorDataSource(Opener opener, int size) throws SQLException {
    slots = new FloorSlot[size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new FloorSlot(opener.open());
    }
  }

  @Override
  public void close() throws SQLException {
    for (FloorSlot slot : slots) {
      slot.raw.close();
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    FloorSlot slot = tryLend();
    if (slot == null) {
      throw new SQLException("no connection is idle, and nobody can wait here", "08001");
    }
    return new FloorConnection(slot);
  }

  @SuppressWarnings("deprecation") // threadId() is newer than our oldest JDK
  @Nullable FloorSlot tryLend() {
    FloorSlot[] all = slots;
    int mask = all.length - 1;
    int start = (int) Thread.currentThread().getId();
    for (int i = 0; i < all.length; i++) {
      FloorSlot slot = all[(start + i) & mask];
      if (slot.tryLend()) {
        return slot;
      }
    }
    return null;
  }
}
