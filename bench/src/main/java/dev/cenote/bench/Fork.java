package dev.cenote.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One measurement in a JVM of its own, the same JVM and flags for every peer. */
final class Fork {

  /**
   * A fixed heap, so that no peer is measured while it grows. And who calls what is to be compiled
   * waits for it (-Xbatch): on a busy machine the compiler's thread, one among more than 30, would
   * else not be done when the warm-up is, and interpreted code would be measured.
   */
  private static final List<String> JVM_ARGUMENTS = List.of("-Xms512m", "-Xmx512m", "-Xbatch");

  /** JMH uses Unsafe, of which newer JDKs warn in each fork. */
  private static final String ALLOW_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private Fork() {}

  /** Blocks until it is done. */
  static Reading run(Row row, Peer peer, Settings settings) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + row.benchmarkFor(peer).getName().replace(".", "\\.") + "\\.")
            .threads(row.threads())
            .param("poolSize", Integer.toString(row.connections()))
            .forks(1)
            .warmupIterations(settings.warmupSeconds())
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(settings.seconds())
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend(jvmArguments())
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true);
    if (peer != Peer.ENGINE) {
      options.param("peer", peer.name());
    }
    OutputFormat toStderr =
        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    return Reading.of(new Runner(options.build(), toStderr).runSingle());
  }

  private static String[] jvmArguments() {
    List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
    if (Runtime.version().feature() >= 24) {
      arguments.add(ALLOW_UNSAFE);
    }
    return arguments.toArray(String[]::new);
  }
}
