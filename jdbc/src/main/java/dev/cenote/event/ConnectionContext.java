package dev.cenote.event;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection as customizers and listeners see it: the same object from its opening to
 * its end. Any thread; nothing blocks.
 */
public interface ConnectionContext {

  /** The name of its pool. */
  String pool();

  /** The number of its slot, from 1. */
  int slot();

  /**
   * The driver's own connection. What is changed on it by this way the pool does not see. Listeners
   * that call it delay the thread they are on for as long as the driver takes, and may find it
   * closed.
   */
  Connection connection();

  /** Notes about the connection; gone when it is. The map that its borrowers see, thread-safe. */
  Map<String, Object> info();

  /** Notes about its slot, which outlive it. Thread-safe; null once it is detached. */
  @Nullable Map<String, Object> slotInfo();

  /** How long ago it was opened. */
  Duration age();

  /** How often it has been borrowed, a borrow under way included. */
  long useCount();

  /** Whether it has left the pool with its borrower. */
  boolean isDetached();
}
