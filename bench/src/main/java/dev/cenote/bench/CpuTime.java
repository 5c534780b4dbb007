package dev.cenote.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Divides the CPU time that the whole process took during an iteration, all its threads and the
 * collector included, by the operations done in it. Unlike clock time it hardly changes when other
 * programs take a part of the processors. The time comes in steps of 10 ms on Linux: iterations of
 * a second know it to a percent.
 */
public final class CpuTime implements InternalProfiler {

  /** CPU nanoseconds per operation. */
  static final String PER_OPERATION = "cpu.norm";

  /** How many processors were busy with the process on average. */
  static final String PROCESSORS = "cpu.processors";

  private final com.sun.management.OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private long cpuBefore;
  private long clockBefore;

  /** JMH makes it, in each fork. */
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "CPU time of the process per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    clockBefore = System.nanoTime();
    cpuBefore = system.getProcessCpuTime();
  }

  @Override
  public List<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long cpu = system.getProcessCpuTime() - cpuBefore;
    long clock = System.nanoTime() - clockBefore;
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        new ScalarResult(PER_OPERATION, (double) cpu / operations, "ns/op", AggregationPolicy.AVG),
        new ScalarResult(PROCESSORS, (double) cpu / clock, "processors", AggregationPolicy.AVG));
  }
}
