package dev.cenote.bench.meter;

import dev.cenote.bench.row.Metric;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What this process takes between {@link #start} and {@link #stop}: all its threads, the collector
 * and the compiler included. CPU time comes in steps of 10 ms on Linux: of a second it is known to
 * a percent.
 */
public final class Meter {

  private final Ticks ticks = Ticks.now();
  private final double bytes = Allocated.now();
  private final long clock = System.nanoTime();
  private final long cpu = cpuNow();

  private Meter() {}

  /** Begins. */
  public static Meter start() {
    return new Meter();
  }

  /** What was taken since the start. */
  public Taken stop() {
    long cpuNanos = cpuNow() - cpu;
    long clockNanos = System.nanoTime() - clock;
    double others = Ticks.now().busySince(ticks) - processorsShare(cpuNanos, clockNanos);
    return new Taken(
        (double) cpuNanos, (double) clockNanos, Allocated.now() - bytes, Math.max(0, others));
  }

  private double processorsShare(long cpuNanos, long clockNanos) {
    return (double) cpuNanos / clockNanos / ticks.processors();
  }

  private static long cpuNow() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /**
   * The difference.
   *
   * @param cpuNanos CPU time of the process
   * @param clockNanos time elapsed
   * @param bytes allocated
   * @param others which share of the machine others took, NaN where the system does not tell
   */
  public record Taken(double cpuNanos, double clockNanos, double bytes, double others) {

    /** How many processors were busy with the process on average. */
    public double processors() {
      return cpuNanos / clockNanos;
    }

    /** Which share of the machine others took, in percent. */
    public double othersPercent() {
      return others * 100;
    }

    /** How many of so many operations were done in a second. */
    public double perSecond(double operations) {
      return operations / clockNanos * TimeUnit.SECONDS.toNanos(1);
    }

    /** What of it came to each of so many operations, and what the machine did meanwhile. */
    public void putInto(Map<Metric, Double> numbers, double operations) {
      numbers.put(Metric.CPU, cpuNanos / operations);
      numbers.put(Metric.BYTES, bytes / operations);
      numbers.put(Metric.PROCESSORS, processors());
      numbers.put(Metric.OTHERS, othersPercent());
    }
  }
}
