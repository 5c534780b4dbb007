package dev.cenote.log;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.TimeText;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out why nothing ran for a while, as far as the virtual machine and the system tell. */
final class Standstill {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MARGIN_MILLIS = 1_000;

  /** Of the scheduler, unless it was told otherwise (Linux, cfs_period_us). */
  private static final long PERIOD_NANOS = 100 * NANOS_PER_MILLI;

  /** So much of the last ten seconds without a processor is no accident. */
  private static final double PRESSURE_MIN = 20;

  /** Those of this process's control group first, then those of the machine. */
  private static final List<Path> PRESSURES =
      List.of(Path.of("/sys/fs/cgroup/cpu.pressure"), Path.of("/proc/pressure/cpu"));

  private static final Pattern SOME = Pattern.compile("some avg10=([0-9.]+)");

  private Standstill() {}

  /** In a phrase. Reads two small files at most. */
  static String cause(PoolEvent.Stalled stalled) {
    String throttled = throttled(stalled);
    if (throttled.isEmpty()) {
      return likely(stalled.lateNanos());
    }
    if (throttledAtMost(stalled) < stalled.lateNanos() / 2) {
      return likely(stalled.lateNanos()) + "; " + throttled;
    }
    // A collection that takes long for want of processors is said all the same.
    String collection = collection(stalled.lateNanos() / NANOS_PER_MILLI);
    return (collection.isEmpty() ? "" : collection + "; ")
        + throttled
        + ": its limit of processors is too low for what it does";
  }

  /** What is counted is that of all processors, added up; no period is longer than a tenth. */
  private static long throttledAtMost(PoolEvent.Stalled stalled) {
    long periods = stalled.throttled().times() * PERIOD_NANOS;
    return Math.min(stalled.throttled().nanos(), periods);
  }

  /** Of all processors together, so it may be longer than the time in which it was. */
  private static String throttled(PoolEvent.Stalled stalled) {
    long times = stalled.throttled().times();
    return stalled.throttled().nanos() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "the container was throttled for %s in %d %s of the last %s, its processors added up"
                + " (cpu.stat)",
            TimeText.ofNanos(stalled.throttled().nanos()),
            times,
            times == 1 ? "period" : "periods",
            TimeText.ofNanos(stalled.sinceNanos()));
  }

  private static String likely(long lateNanos) {
    String collection = collection(lateNanos / NANOS_PER_MILLI);
    if (!collection.isEmpty()) {
      return collection;
    }
    for (Path pressure : PRESSURES) {
      String wanted = pressure(pressure);
      if (!wanted.isEmpty()) {
        return wanted;
      }
    }
    return "no long garbage collection that the virtual machine tells of, and no want of processors"
        + " that the system tells of; the process or its machine seems to have stood still";
  }

  /** Where the virtual machine has no management, or tells nothing of its collections: nothing. */
  private static String collection(long lateMillis) {
    try {
      return Collections.within(lateMillis);
    } catch (RuntimeException | LinkageError untold) {
      return "";
    }
  }

  static String pressure(Path file) {
    try {
      Matcher some = SOME.matcher(Files.readString(file));
      if (some.find() && Double.parseDouble(some.group(1)) >= PRESSURE_MIN) {
        return String.format(
            Locale.ROOT,
            "processors were missing for %.0f %% of the last 10 s (CPU pressure)",
            Double.parseDouble(some.group(1)));
      }
    } catch (IOException | RuntimeException untold) {
      return "";
    }
    return "";
  }

  /** Apart, so that its types are wanted only where they are. */
  private static final class Collections {

    /** The last collection of each collector, if it was in that time and took most of it. */
    static String within(long lateMillis) {
      long from = ManagementFactory.getRuntimeMXBean().getUptime() - lateMillis - MARGIN_MILLIS;
      long took = 0;
      String longest = "";
      long most = 0;
      for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
        long millis = pause(bean, from);
        took += millis;
        if (millis > most) {
          most = millis;
          longest = bean.getName();
        }
      }
      return 2 * took < lateMillis
          ? ""
          : "garbage collection took "
              + TimeText.ofNanos(took * NANOS_PER_MILLI)
              + " of it ("
              + longest
              + ")";
    }

    private static long pause(GarbageCollectorMXBean bean, long from) {
      boolean runsBeside =
          bean.getName().contains("Cycles") || bean.getName().contains("Concurrent");
      if (runsBeside || !(bean instanceof com.sun.management.GarbageCollectorMXBean detailed)) {
        return 0;
      }
      com.sun.management.GcInfo last = detailed.getLastGcInfo();
      return last == null || last.getEndTime() < from ? 0 : last.getDuration();
    }
  }
}
