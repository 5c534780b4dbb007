package dev.cenote.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {

  private static final Span SHORT = new Span(0, 1);

  static Stream<String> poolsWithWaiting() {
    return Pools.ALL.stream().map(PoolAdapter::key).filter(key -> !key.equals("bound-floor"));
  }

  @ParameterizedTest
  @MethodSource("poolsWithWaiting")
  void aFixedNumberOfCyclesRunsOnEveryPool(String key) throws Exception {
    Reading reading = run(new FixedWork(Threads.PLATFORM, 4, 2), key);
    assertThat(reading.of(Metric.SERVED)).isBetween(1.0, 1e9);
    assertThat(reading.numbers()).containsKey(Metric.CPU).doesNotContainKey(Metric.JAIN);
  }

  @Test
  void howManyCyclesAreMeasuredIsWhatFillsTheSpan() throws Exception {
    Slow slow = new Slow();
    Reading reading = new FixedWork(Threads.PLATFORM, 2, 1).run(slow, SHORT);
    assertThat(reading.of(Metric.SERVED)).isBetween(1.0, 100.0);
    // 20 ms each: the filling, the warm-up by two threads, at most 50 in the second of each
    assertThat(slow.lent()).isBetween(1 + 2 + 2, 1 + 2 + 2 * 50);
  }

  @Test
  void eightThreadsThatHoldTwoConnectionsForAMillisecondWaitForEachOther() throws Exception {
    HoldingCrowd crowd = new HoldingCrowd(Threads.PLATFORM, 8, 2, Hold.MILLISECOND);
    Reading reading = run(crowd, "bound-fair");
    assertThat(reading.of(Metric.SERVED)).isBetween(100.0, 2_000.0);
    assertThat(reading.of(Metric.JAIN)).isBetween(0.9, 1.0);
    assertThat(reading.of(Metric.SPREAD)).isBetween(1.0, 2.0);
    assertThat(reading.of(Metric.P50)).isGreaterThan(1);
    assertThat(reading.of(Metric.MAX)).isGreaterThanOrEqualTo(reading.of(Metric.P999));
    assertThat(reading.of(Metric.FAILED)).isZero();
  }

  @Test
  void aRequestThatFailsIsCountedWithItsWaitAndServesNobody() throws Exception {
    HoldingCrowd crowd = new HoldingCrowd(Threads.PLATFORM, 2, 1, Hold.MILLISECOND);
    Reading reading = crowd.run(new Refusing(), SHORT);
    assertThat(reading.of(Metric.FAILED)).isGreaterThan(100);
    assertThat(reading.of(Metric.SERVED)).isZero();
    assertThat(reading.numbers()).containsKey(Metric.P50);
    assertThat(reading.of(Metric.JAIN)).isNaN();
    assertThat(reading.note()).startsWith("the first failure: no more; began with ");
  }

  @Test
  void whereNothingIsHeldNoWaitIsMeasured() throws Exception {
    Reading reading = run(new HoldingCrowd(Threads.PLATFORM, 4, 2, Hold.NOTHING), "cenote");
    assertThat(reading.numbers()).doesNotContainKey(Metric.P99);
    assertThat(reading.of(Metric.SERVED)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 101})
  void threadsTakeTurnsAndNobodyIsLeftOut(int size) throws Exception {
    // the floor lends to nobody who would have to wait
    Reading reading = run(new Turns(size, 2), "bound-floor");
    assertThat(reading.of(Metric.CPU)).isPositive();
    assertThat(reading.of(Metric.BYTES)).isPositive();
  }

  @Test
  void aTurnThatFailsFailsTheRecord() {
    assertThatThrownBy(() -> new Turns(2, 1).run(new Refusing(), SHORT)).hasMessage("no more");
  }

  @Test
  void virtualThreadsWaitTooOrAreSaidToBeMissing() throws Exception {
    HoldingCrowd crowd = new HoldingCrowd(Threads.VIRTUAL, 100, 2, Hold.YIELD);
    if (Runtime.version().feature() < 21) {
      assertThat(crowd.obstacle()).contains("need Java 21");
    }
    assumeThat(crowd.obstacle()).isEmpty();
    Reading reading = run(crowd, "cenote");
    assertThat(reading.of(Metric.SERVED)).isPositive();
    assertThat(reading.of(Metric.P99)).isPositive();
  }

  @Test
  void waitsAreKnownToAPercent() {
    Waits waits = new Waits();
    for (int i = 1; i <= 1_000; i++) {
      waits.note(i, i * 1_000_000L);
    }
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    waits.putInto(numbers);
    assertThat(numbers.get(Metric.P50)).isBetween(495.0, 505.0);
    assertThat(numbers.get(Metric.P99)).isBetween(981.0, 1_000.0);
    assertThat(numbers.get(Metric.MAX)).isBetween(1_000.0, 1_010.0);
  }

  private static Reading run(Act act, String pool) throws Exception {
    return act.run(Pools.of(pool).orElseThrow(), SHORT);
  }
}
