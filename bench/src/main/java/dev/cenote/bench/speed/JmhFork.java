package dev.cenote.bench.speed;

import dev.cenote.bench.CpuTime;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row.Benchmark;
import dev.cenote.bench.row.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark of JMH with one pool in a JVM of its own, the same JVM and flags for every pool.
 * What is measured is one iteration, so that all numbers are of the same operations.
 *
 * <p>JMH has no deadline for its JVM: it interrupts the threads of an iteration that hangs, again
 * and again, and waits for them. A pool that is deaf to that holds up the run.
 */
final class JmhFork {

  /**
   * A fixed heap, so that no pool is measured while it grows. And who calls what is to be compiled
   * waits for it (-Xbatch): on a busy machine the compiler's thread, one among more than 30, would
   * else not be done when the warm-up is, and interpreted code would be measured.
   */
  private static final List<String> JVM_ARGUMENTS = List.of("-Xms512m", "-Xmx512m", "-Xbatch");

  /** JMH uses Unsafe, of which newer JDKs warn in each fork. */
  private static final String ALLOW_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  /** So long after its time an iteration counts as hung. */
  private static final int HUNG_SECONDS = 30;

  /** More than so many messages of what went wrong say nothing new. */
  private static final int MESSAGES_MAX = 4;

  private JmhFork() {}

  /** Blocks until it is done. */
  static Reading run(Benchmark benchmark, PoolAdapter pool, Span span) {
    Options options =
        new OptionsBuilder()
            .include("^" + benchmark.type().getName().replace(".", "\\.") + "\\.")
            .threads(benchmark.threads())
            .param("pool", pool.key())
            .param("poolSize", Integer.toString(benchmark.connections()))
            .param("fewOpen", Integer.toString(benchmark.fewOpen()))
            .param("openStatements", Integer.toString(benchmark.openStatements()))
            .forks(1)
            .warmupIterations(span.warmupSeconds())
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(1)
            .measurementTime(TimeValue.seconds(span.seconds()))
            .timeout(TimeValue.seconds(span.seconds() + HUNG_SECONDS))
            .jvmArgsAppend(jvmArguments())
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true)
            .build();
    OutputFormat toStderr =
        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    try {
      return reading(new Runner(options, toStderr).runSingle());
    } catch (RunnerException e) {
      return Reading.failed(text(e));
    }
  }

  /** What went wrong, in a line: by itself JMH's exception says only that something did. */
  static String text(Throwable failure) {
    return all(failure)
        .map(each -> each.toString().lines().findFirst().orElse(""))
        .distinct()
        .limit(MESSAGES_MAX)
        .collect(Collectors.joining("; "));
  }

  /** It, what it suppressed, and what caused it. */
  private static Stream<Throwable> all(Throwable failure) {
    Stream<Throwable> here =
        Stream.concat(
            Stream.of(failure), Arrays.stream(failure.getSuppressed()).flatMap(JmhFork::all));
    @Nullable Throwable cause = failure.getCause();
    return cause == null ? here : Stream.concat(here, all(cause));
  }

  private static String[] jvmArguments() {
    List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
    if (Runtime.version().feature() >= 24) {
      arguments.add(ALLOW_UNSAFE);
    }
    return arguments.toArray(String[]::new);
  }

  private static Reading reading(RunResult run) {
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    numbers.put(Metric.CPU, secondary(run, CpuTime.PER_OPERATION));
    numbers.put(Metric.CLOCK, 1e9 / run.getPrimaryResult().getScore());
    numbers.put(Metric.BYTES, secondary(run, "gc.alloc.rate.norm"));
    numbers.put(Metric.PROCESSORS, secondary(run, CpuTime.PROCESSORS));
    numbers.put(Metric.OTHERS, secondary(run, CpuTime.OTHERS));
    return Reading.of(numbers);
  }

  private static double secondary(RunResult run, String label) {
    Result<?> result = run.getSecondaryResults().get(label);
    if (result == null) {
      throw new IllegalStateException(
          "bug: no " + label + " among " + run.getSecondaryResults().keySet());
    }
    return result.getScore();
  }
}
