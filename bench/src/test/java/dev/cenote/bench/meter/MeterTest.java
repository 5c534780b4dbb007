package dev.cenote.bench.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.row.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterTest {

  @Test
  void theBusyShareIsWhatWasNotIdle() {
    Ticks then =
        Ticks.of(List.of("cpu  100 0 50 800 10 0 0 0 0 0", "cpu0 50 0", "cpu1 50 0", "intr 1"));
    Ticks now =
        Ticks.of(List.of("cpu  120 10 55 850 20 1 2 2 7 0", "cpu0 60 0", "cpu1 60 0", "intr 2"));
    assertThat(now.processors()).isEqualTo(2);
    assertThat(now.busySince(then)).isEqualTo(40.0 / 100);
  }

  @Test
  void whatCannotBeReadIsUnknown() {
    assertThat(Ticks.of(List.of()).busySince(Ticks.of(List.of("MemTotal: 3")))).isNaN();
  }

  @Test
  void whatIsAllocatedAndComputedBetweenIsSeen() {
    Meter meter = Meter.start();
    byte[][] kept = new byte[100][];
    double sum = 0;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new byte[10_000];
      sum += kept[i].length;
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + 50_000_000;
    while (threads.getCurrentThreadCpuTime() < end) {
      sum += kept.length - 100; // nothing, but in CPU time
    }
    Taken taken = meter.stop();
    assertThat(taken.bytes()).isGreaterThanOrEqualTo(sum);
    assertThat(taken.clockNanos()).isGreaterThanOrEqualTo(45_000_000);
    assertThat(taken.cpuNanos()).isGreaterThanOrEqualTo(30_000_000); // in steps of 10 ms
  }

  @Test
  void whatWasTakenIsSharedOutAmongTheOperations() {
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    Taken taken = new Taken(100, 50, 30, 0.25);
    taken.putInto(numbers, 10);
    assertThat(numbers)
        .isEqualTo(
            Map.of(
                Metric.CPU, 10.0, Metric.BYTES, 3.0, Metric.PROCESSORS, 2.0, Metric.OTHERS, 25.0));
    assertThat(taken.perSecond(10)).isEqualTo(2e8);
  }
}
