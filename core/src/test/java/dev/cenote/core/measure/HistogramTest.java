package dev.cenote.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a histogram remembers. */
class HistogramTest {

  private static final long MS = 1_000_000;

  private final Histogram histogram = new Histogram();

  @Test
  void theBucketsFollowOneAnotherWithoutAGap() {
    for (int i = 0; i < Buckets.COUNT; i++) {
      assertThat(Buckets.indexOf(Buckets.lowest(i))).isEqualTo(i);
      assertThat(Buckets.indexOf(Buckets.highest(i))).isEqualTo(i);
      assertThat(i == 0 ? -1 : Buckets.highest(i - 1)).isEqualTo(Buckets.lowest(i) - 1);
    }
    assertThat(Buckets.highest(Buckets.COUNT - 1)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 16, 17, 999, MS, 30_000 * MS, Long.MAX_VALUE / 2})
  void aDurationIsKnownToASixteenth(long nanos) {
    histogram.record(nanos);
    histogram.record(Long.MAX_VALUE / 2);
    long known = histogram.read().percentileNanos(50);
    assertThat(known).isBetween(nanos, nanos + nanos / 16);
  }

  @Test
  void countSumAndMaximumAreExact() {
    histogram.record(3 * MS + 1);
    histogram.record(5 * MS + 7);
    histogram.record(MS, 16);

    Distribution read = histogram.read();
    assertThat(read.count()).isEqualTo(18);
    assertThat(read.sumNanos()).isEqualTo(24 * MS + 8);
    assertThat(read.maxNanos()).isEqualTo(5 * MS + 7);
  }

  @Test
  void percentilesGoByRank() {
    for (int i = 1; i <= 100; i++) {
      histogram.record(i);
    }
    Distribution read = histogram.read();
    assertThat(read.percentileNanos(0)).isEqualTo(1);
    assertThat(read.percentileNanos(10)).isEqualTo(10);
    assertThat(read.percentileNanos(50)).isBetween(50L, 53L);
    assertThat(read.percentileNanos(100)).isEqualTo(100);
    assertThatThrownBy(() -> read.percentileNanos(100.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("percent must be 0 to 100, is 100.1");
    assertThatThrownBy(() -> read.percentileNanos(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatNobodyRecordedCanBeAddedAsZeros() {
    histogram.record(MS);

    Distribution read = histogram.read(99);

    assertThat(read.count()).isEqualTo(100);
    assertThat(read.percentileNanos(99)).isZero();
    assertThat(read.percentileNanos(99.5)).isEqualTo(MS);
  }

  @Test
  void howManyDidNotExceedALimit() {
    histogram.record(MS);
    histogram.record(2 * MS);
    histogram.record(-5);

    Distribution read = histogram.read();
    assertThat(read.countUpTo(0)).isEqualTo(1);
    assertThat(read.countUpTo(MS)).isEqualTo(2);
    assertThat(read.countUpTo(2 * MS)).isEqualTo(3);
    assertThat(read.countUpTo(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void aSpanIsTheDifferenceOfTwoReadings() {
    histogram.record(1_000 * MS);
    Distribution before = histogram.read();
    histogram.record(2 * MS);
    histogram.record(4 * MS);

    Distribution span = histogram.read().since(before);

    assertThat(span.count()).isEqualTo(2);
    assertThat(span.sumNanos()).isEqualTo(6 * MS);
    assertThat(span.maxNanos()).isBetween(4 * MS, 4 * MS + 4 * MS / 16);
    assertThat(before.since(before).maxNanos()).isZero();
  }

  @Test
  void nothingIsLostWhenManyRecordAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int most = t + 1;
      Thread thread =
          new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
              histogram.record(most);
            }
          });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Distribution read = histogram.read();
    assertThat(read.count()).isEqualTo(40_000);
    assertThat(read.sumNanos()).isEqualTo(100_000);
    assertThat(read.maxNanos()).isEqualTo(4);
  }

  @Test
  void itsTextSaysWhatMatters() {
    histogram.record(7);
    assertThat(histogram.read()).hasToString("1 durations, p50 7 ns, p99 7 ns, max 7 ns");
    assertThat(Distribution.NONE).hasToString("0 durations, p50 0 ns, p99 0 ns, max 0 ns");
  }
}
