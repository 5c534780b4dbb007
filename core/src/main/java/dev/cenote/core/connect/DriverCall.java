package dev.cenote.core.connect;

/**
 * One call of the driver, in two steps so that a simulator can let time pass between them: {@link
 * #invoke} makes the call and keeps what came of it, whatever that is; {@link #complete} tells the
 * pool. Executors that are not simulators just run it.
 */
public interface DriverCall extends Runnable {

  /** Which call it is. */
  enum Kind {
    OPEN,
    CHECK,
    RESET,
    CLOSE,
    ABORT
  }

  /** Which call it is. */
  Kind kind();

  /** Calls the driver. Throws nothing; may never return. */
  void invoke();

  /** Tells the pool what came of it. Does not block. */
  void complete();

  @Override
  default void run() {
    invoke();
    complete();
  }
}
