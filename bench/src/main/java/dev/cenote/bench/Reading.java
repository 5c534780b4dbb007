package dev.cenote.bench;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one fork measured.
 *
 * @param cpuNanos CPU time of the process per operation
 * @param clockNanos elapsed time per operation of all threads together
 * @param bytes allocated per operation
 * @param processors how many were busy with the fork; far fewer than threads and processors allow
 *     means that others used the machine
 */
record Reading(double cpuNanos, double clockNanos, double bytes, double processors) {

  /** Reads a result in operations per second. */
  static Reading of(RunResult run) {
    return new Reading(
        secondary(run, CpuTime.PER_OPERATION),
        1e9 / run.getPrimaryResult().getScore(),
        secondary(run, "gc.alloc.rate.norm"),
        secondary(run, CpuTime.PROCESSORS));
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
