package dev.cenote.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolStats;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StateLineTest {

  @Test
  void eachPermittedConnectionHasACell() {
    assertThat(StateLine.of(stats(5, 15, 3, 2, 1, 0), 410_000_000, 151))
        .isEqualTo(
            "0.4 s  ███▒░░·········   3 borrowed,  2 idle, 1 opening,  0 waiting,   151 done");
  }

  @Test
  void aLargePoolIsDrawnSmaller() {
    assertThat(StateLine.of(stats(100, 150, 75, 30, 0, 12), 2_000_000_000, 12_345))
        .contains("  ████████░░░····  ")
        .contains("75 borrowed, 30 idle, 0 opening, 12 waiting, 12,345 done");
  }

  @Test
  void withTheUsualPoolItFitsATerminalEvenWithManyDone() {
    assertThat(StateLine.of(stats(5, 15, 15, 0, 0, 17), 1_600_000_000, 99_999)).hasSize(80);
    assertThat(StateLine.of(stats(5, 15, 15, 0, 0, 17), 1_600_000_000, 9_999)).hasSize(79);
  }

  private static PoolStats stats(
      int poolSize, int maximum, int leased, int idle, int opening, int waiting) {
    return new PoolStats(
        poolSize, maximum, maximum, idle, leased, opening, 0, 0, 0, 0, 0, 0, false, waiting, 0, 0,
        0, 0, Map.of(), 0, -1, -1, Map.of(), Map.of(), 0, 0);
  }
}
