package dev.cenote.faults.network;

import dev.cenote.faults.client.Pause;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * What this JVM holds on to while nothing happens: the least of several looks, so that a check of
 * an idle connection that happens to run does not count.
 *
 * @param heapBytes reachable objects, after a full collection
 * @param threads live ones
 */
record Footprint(long heapBytes, int threads) {

  private static final int LOOKS = 5;
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final double MEBI = 1024 * 1024;

  /** Takes it; blocks for some seconds. */
  static Footprint now() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long heapBytes = Long.MAX_VALUE;
    int count = Integer.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      memory.gc();
      Pause.of(BETWEEN); // what was only reachable by a reference object goes at the next look
      memory.gc();
      heapBytes = Math.min(heapBytes, memory.getHeapMemoryUsage().getUsed());
      count = Math.min(count, threads.getThreadCount());
    }
    return new Footprint(heapBytes, count);
  }

  /** The heap in MiB. */
  double heapMebi() {
    return heapBytes / MEBI;
  }
}
