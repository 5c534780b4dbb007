package dev.cenote.testkit.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The kinds of threads that borrow connections. */
public enum ThreadKind {
  /** A thread of the operating system, as a daemon. */
  PLATFORM {
    @Override
    public Thread start(Runnable task) {
      Thread thread = new Thread(task, "background");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }
  },

  /** A virtual thread, where the JDK has them: from 21 on. */
  VIRTUAL {
    @Override
    public Thread start(Runnable task) {
      MethodHandle start = START_VIRTUAL;
      if (start == null) {
        throw new UnsupportedOperationException("this JDK has no virtual threads");
      }
      try {
        return (Thread) start.invokeExact(task);
      } catch (Throwable e) {
        throw new IllegalStateException("a virtual thread cannot be started", e);
      }
    }
  };

  private static final @Nullable MethodHandle START_VIRTUAL = startVirtual();

  /** Starts a thread of this kind. */
  public abstract Thread start(Runnable task);

  /** Skips the test if this JDK has no threads of this kind. */
  public void assumeAvailable() {
    Assumptions.assumeTrue(
        this == PLATFORM || START_VIRTUAL != null,
        () -> "JDK " + Runtime.version().feature() + " has no virtual threads");
  }

  private static @Nullable MethodHandle startVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Thread.class,
              "startVirtualThread",
              MethodType.methodType(Thread.class, Runnable.class));
    } catch (NoSuchMethodException | IllegalAccessException before21) {
      return null;
    }
  }
}
