package dev.cenote.bench;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
 * programs take a part of the processors.
 */
public final class CpuTime implements InternalProfiler {

  /** CPU nanoseconds per operation. */
  public static final String PER_OPERATION = "cpu.norm";

  /** How many processors were busy with the process on average. */
  public static final String PROCESSORS = "cpu.processors";

  /** Which part of the machine others took meanwhile, in percent. */
  public static final String OTHERS = "cpu.others";

  private @Nullable Meter meter;

  /** JMH makes it, in each fork. */
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "CPU time of the process per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    meter = Meter.start();
  }

  @Override
  public List<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (meter == null) {
      throw new IllegalStateException("bug: JMH has not told of the iteration's beginning");
    }
    Taken taken = meter.stop();
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        scalar(PER_OPERATION, taken.cpuNanos() / operations, "ns/op"),
        scalar(PROCESSORS, taken.processors(), "processors"),
        scalar(OTHERS, taken.others() * 100, "%"));
  }

  private static Result<?> scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, AggregationPolicy.AVG);
  }
}
