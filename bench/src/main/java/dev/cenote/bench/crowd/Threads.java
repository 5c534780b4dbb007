package dev.cenote.bench.crowd;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Which kind of threads. Virtual ones are found at run time: they are newer than our oldest JDK.
 */
enum Threads {
  /** The operating system's. */
  PLATFORM {
    @Override
    Thread make(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      return thread;
    }
  },
  /** The JVM's own. */
  VIRTUAL {
    @Override
    Thread make(Runnable work) {
      try {
        if (OF_VIRTUAL == null || UNSTARTED == null) {
          throw new IllegalStateException("bug: " + obstacle());
        }
        return (Thread) UNSTARTED.invoke(OF_VIRTUAL.invoke(), work);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("bug: no virtual thread can be made", e);
      }
    }

    @Override
    String obstacle() {
      return OF_VIRTUAL == null
          ? "virtual threads need Java 21 or newer, this is " + Runtime.version().feature()
          : "";
    }
  };

  private static final @Nullable MethodHandle OF_VIRTUAL = ofVirtual();
  private static final @Nullable MethodHandle UNSTARTED = unstarted();

  /** One that is not started yet; it does not keep the JVM. */
  abstract Thread make(Runnable work);

  /** Why this JVM has none; empty if it has. */
  String obstacle() {
    return "";
  }

  private static @Nullable MethodHandle ofVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Thread.class,
              "ofVirtual",
              MethodType.methodType(Class.forName("java.lang.Thread$Builder$OfVirtual")));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  private static @Nullable MethodHandle unstarted() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              Class.forName("java.lang.Thread$Builder"),
              "unstarted",
              MethodType.methodType(Thread.class, Runnable.class));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }
}
