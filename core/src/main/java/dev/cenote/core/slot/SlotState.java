package dev.cenote.core.slot;

import java.util.EnumSet;
import java.util.Set;

/**
 * The seven states of a slot and the legal moves between them. Every state but {@link #VACANT} and
 * {@link #IDLE} has one owner, and only the owner, or who takes over from it, moves the slot on.
 */
public enum SlotState {
  /** No connection, no permit. */
  VACANT,
  /** A connection is being opened; the permit is taken. */
  CONNECTING,
  /** Open and ready to be lent. */
  IDLE,
  /** Being asked whether it is alive. */
  CHECKING,
  /** Lent. */
  LEASED,
  /** Being cleaned after use. */
  RESETTING,
  /** Being closed; the permit is kept until it is. */
  CLOSING;

  private static final SlotState[] ALL = values();

  static SlotState of(long word) {
    return ALL[(int) (word & Slot.STATE_MASK)];
  }

  /** The states that may follow this one. */
  public Set<SlotState> next() {
    return switch (this) {
      case VACANT -> EnumSet.of(CONNECTING);
      case CONNECTING -> EnumSet.of(IDLE, LEASED, CLOSING, VACANT);
      case IDLE -> EnumSet.of(LEASED, CHECKING, CLOSING);
      case CHECKING -> EnumSet.of(LEASED, IDLE, CLOSING);
      case LEASED -> EnumSet.of(IDLE, RESETTING, LEASED, CLOSING, VACANT);
      case RESETTING -> EnumSet.of(IDLE, LEASED, CLOSING);
      case CLOSING -> EnumSet.of(VACANT);
    };
  }

  /** Whether a slot may go from this state to {@code to}. */
  public boolean mayBecome(SlotState to) {
    return next().contains(to);
  }

  /** Whether somebody owns a slot in this state. */
  public boolean isOwned() {
    return this != VACANT && this != IDLE;
  }
}
