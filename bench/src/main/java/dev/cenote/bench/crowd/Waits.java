package dev.cenote.bench.crowd;

import dev.cenote.bench.row.Metric;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long callers waited, to a percent. Split over several histograms, so that noting a wait does
 * not itself become what threads contend for. Any thread.
 */
final class Waits {

  private static final int STRIPES = 16; // a power of two
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 2;

  private final AtomicHistogram[] stripes = new AtomicHistogram[STRIPES];

  Waits() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new AtomicHistogram(LONGEST, DIGITS);
    }
  }

  /** Notes a wait of the client with this number. */
  void note(int client, long nanos) {
    stripes[client & (STRIPES - 1)].recordValue(Math.min(LONGEST, Math.max(0, nanos)));
  }

  /** In ms; without any wait nothing is put. */
  void putInto(Map<Metric, Double> numbers) {
    Histogram all = new Histogram(LONGEST, DIGITS);
    for (AtomicHistogram stripe : stripes) {
      all.add(stripe);
    }
    if (all.getTotalCount() > 0) {
      numbers.put(Metric.P50, millis(all.getValueAtPercentile(50)));
      numbers.put(Metric.P99, millis(all.getValueAtPercentile(99)));
      numbers.put(Metric.P999, millis(all.getValueAtPercentile(99.9)));
      numbers.put(Metric.MAX, millis(all.getMaxValue()));
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
