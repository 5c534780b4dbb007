package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HighWaterTest {

  private static final long WINDOW = 400;
  private static final long START = -1_000;

  private final HighWater water = new HighWater(WINDOW, START);

  @Test
  void itHasSeenNothingYet() {
    assertThat(water.peak(START)).isZero();
  }

  @Test
  void theHighestCountsNotTheLast() {
    water.observe(3, START);
    water.observe(7, START + 1);
    water.observe(2, START + 2);

    assertThat(water.peak(START + 3)).isEqualTo(7);
  }

  @Test
  void aPeakIsRememberedForTheWholeWindowAndAtMostAQuarterLonger() {
    water.observe(7, START);

    assertThat(water.peak(START + WINDOW)).isEqualTo(7);
    assertThat(water.peak(START + WINDOW + WINDOW / 4)).isZero();
  }

  @Test
  void whenThePeakIsForgottenTheNextHighestCounts() {
    water.observe(7, START);
    water.observe(4, START + 300);

    assertThat(water.peak(START + 550)).isEqualTo(4);
  }

  @Test
  void afterALongSilenceEverythingIsForgotten() {
    water.observe(7, START);
    water.observe(7, START + WINDOW / 2);

    assertThat(water.peak(START + 1_000 * WINDOW)).isZero();
  }

  @Test
  void aTimeThatComesLateCountsAsNow() {
    water.peak(START + 200);
    water.observe(5, START);

    assertThat(water.peak(START + 200)).isEqualTo(5);
  }

  @Test
  void aTinyWindowStillWorks() {
    HighWater tiny = new HighWater(1, 0);
    tiny.observe(5, 0);

    assertThat(tiny.peak(1)).isEqualTo(5);
    assertThat(tiny.peak(5)).isZero();
  }

  @Test
  void itAgreesWithARecordOfEverythingSeen() {
    Random random = new Random(11);
    List<long[]> seen = new ArrayList<>();
    long now = START;
    for (int step = 0; step < 5_000; step++) {
      now += random.nextInt(60);
      int value = random.nextInt(100);
      water.observe(value, now);
      seen.add(new long[] {now, value});

      long within = highestSince(seen, now - WINDOW);
      long withinAQuarterMore = highestSince(seen, now - WINDOW - WINDOW / 4);
      assertThat((long) water.peak(now)).isBetween(within, withinAQuarterMore);
    }
  }

  private static long highestSince(List<long[]> seen, long time) {
    return seen.stream().filter(one -> one[0] >= time).mapToLong(one -> one[1]).max().orElse(0);
  }
}
