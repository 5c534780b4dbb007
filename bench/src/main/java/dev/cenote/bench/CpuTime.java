package dev.cenote.bench;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
 *
 * <p>The operations are all of the iteration: those too that the first threads do until the last
 * one has come, and the last threads until the first one is told to go. Fewer threads meet
 * meanwhile, so those operations are cheaper than the others, which favours pools that are dear
 * where many meet; of an iteration of seconds with 128 threads they are the smallest part. The CPU
 * time is that of the same operations, with the start of JMH's threads.
 */
public final class CpuTime implements InternalProfiler {

  /** CPU nanoseconds per operation. */
  public static final String PER_OPERATION = "cpu.norm";

  /** How many processors were busy with the process on average. */
  public static final String PROCESSORS = "cpu.processors";

  /** Which part of the machine others took meanwhile, in percent. */
  public static final String OTHERS = "cpu.others";

  /** Of the iteration that runs: JMH runs one at a time, with one profiler of a kind. */
  private static final AtomicReference<@Nullable Meter> RUNNING = new AtomicReference<>();

  private static final AtomicReference<@Nullable Taken> TAKEN = new AtomicReference<>();

  /** JMH makes it, in each fork. */
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "CPU time of the process per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    TAKEN.set(null);
    RUNNING.set(Meter.start());
  }

  /**
   * Ends the measured part of an iteration, if one is measured: what JMH still does inside it, such
   * as closing a pool in the last one, is not what an operation costs.
   */
  static void stop() {
    Meter meter = RUNNING.getAndSet(null);
    if (meter != null) {
      TAKEN.set(meter.stop());
    }
  }

  @Override
  public List<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    stop(); // of a benchmark that has not said where its measured part ends
    Taken taken = TAKEN.get();
    if (taken == null) {
      throw new IllegalStateException("bug: JMH has not told of the iteration's beginning");
    }
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        scalar(PER_OPERATION, taken.cpuNanos() / operations, "ns/op"),
        scalar(PROCESSORS, taken.processors(), "processors"),
        scalar(OTHERS, taken.othersPercent(), "%"));
  }

  private static Result<?> scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, AggregationPolicy.AVG);
  }
}
