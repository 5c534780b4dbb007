package dev.cenote.bench.meter;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that this process has allocated so far. Since JDK 21 the JVM knows the sum, with the
 * threads that have ended; before, what the running threads have allocated is added up, so threads
 * must not end between two readings.
 */
final class Allocated {

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final @Nullable MethodHandle TOTAL = total();

  private Allocated() {}

  static double now() {
    if (TOTAL != null) {
      try {
        return (long) TOTAL.invoke(THREADS);
      } catch (Throwable e) {
        throw new IllegalStateException("bug: the JVM does not tell what it allocated", e);
      }
    }
    double sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  private static @Nullable MethodHandle total() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              com.sun.management.ThreadMXBean.class,
              "getTotalThreadAllocatedBytes",
              MethodType.methodType(long.class));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }
}
