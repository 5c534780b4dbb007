package dev.cenote.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What must be put away at the end, in reverse order, even if the user ends the program with
 * Ctrl-C. Any thread.
 */
final class Cleanup implements AutoCloseable {

  /**
   * Guards {@link #things} and {@link #closed}. Held while something is opened that would stay
   * behind if the program ended in the middle of it, and while all is closed: the second closer,
   * the program's end or Ctrl-C, waits for the first.
   */
  private final ReentrantLock lock = new ReentrantLock();

  /** How long the end of the program waits for what is being opened or closed. */
  private static final long WAIT_SECONDS_MAX = 5;

  private final Deque<AutoCloseable> things = new ArrayDeque<>();
  private final Consumer<String> trouble;
  private final Thread hook = new Thread(this::interrupt, "cenote-cleanup");
  private boolean closed;
  private volatile boolean interrupted;

  /** Opens one thing. */
  @FunctionalInterface
  interface Opening<T, E extends Exception> {
    T open() throws E;
  }

  private Cleanup(Consumer<String> trouble) {
    this.trouble = trouble;
  }

  /**
   * One that also runs when the program is told to end.
   *
   * @param trouble is told what could not be put away
   */
  static Cleanup untilExit(Consumer<String> trouble) {
    Cleanup cleanup = new Cleanup(trouble);
    Runtime.getRuntime().addShutdownHook(cleanup.hook);
    return cleanup;
  }

  /** Whether the program was told to end; what fails from then on fails because of that. */
  boolean interrupted() {
    return interrupted;
  }

  /** Opens something to be closed at the end; an end that comes meanwhile waits for it. */
  <T extends AutoCloseable, E extends Exception> T open(Opening<T, E> opening) throws E {
    lock.lock();
    try {
      return add(opening.open());
    } finally {
      lock.unlock();
    }
  }

  /** Closes this at the end, or now if the end has come. */
  <T extends AutoCloseable> T add(T thing) {
    lock.lock();
    try {
      if (closed) {
        close(thing);
      } else {
        things.push(thing);
      }
      return thing;
    } finally {
      lock.unlock();
    }
  }

  private void interrupt() {
    interrupted = true;
    try {
      if (lock.tryLock(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        try {
          closeAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    lock.lock();
    try {
      closed = true;
      while (!things.isEmpty()) {
        close(things.pop());
      }
    } finally {
      lock.unlock();
    }
  }

  private void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception e) {
      trouble.accept(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook is running already, or is about to, and finds nothing to do
    }
  }
}
