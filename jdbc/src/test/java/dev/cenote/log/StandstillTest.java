package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Throttling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandstillTest {

  private static final long CENTURY = 3_000_000_000_000_000_000L;

  private static String pressureOf(Path folder, String text) throws IOException {
    return Standstill.pressure(Files.writeString(folder.resolve("cpu.pressure"), text));
  }

  @Test
  void processorsThatWereMissingAreTold(@TempDir Path folder) throws IOException {
    String text = "some avg10=87.31 avg60=12.00 avg300=3.11 total=123\nfull avg10=0.00\n";

    assertThat(pressureOf(folder, text))
        .isEqualTo("processors were missing for 87 % of the last 10 s (CPU pressure)");
  }

  @Test
  void aLittlePressureIsNoCause(@TempDir Path folder) throws IOException {
    assertThat(pressureOf(folder, "some avg10=3.00 avg60=2.00")).isEmpty();
  }

  @Test
  void aSystemThatTellsNothingIsNoFailure(@TempDir Path folder) throws IOException {
    assertThat(Standstill.pressure(folder.resolve("none"))).isEmpty();
    assertThat(pressureOf(folder, "some avg10=many")).isEmpty();
  }

  private static PoolEvent.Stalled stalled(long lateNanos, long times, long throttledNanos) {
    Throttling throttled = new Throttling(times, throttledNanos);
    return new PoolEvent.Stalled(lateNanos, throttled, lateNanos + 1_000_000_000L);
  }

  @Test
  void aContainerThatWasThrottledForMostOfItIsTheCause() {
    assertThat(Standstill.cause(stalled(CENTURY, CENTURY / 2 / 100_000_000, CENTURY / 2)))
        .matches(
            "the container was throttled for \\d+ h( \\d+ min)? in \\d+ periods of the last \\d+ h.*, its"
                + " processors added up \\(cpu.stat\\): its limit of processors is too low for what"
                + " it does");
  }

  @Test
  void theTimeOfManyProcessorsInFewPeriodsIsNotTheCause() {
    assertThat(Standstill.cause(stalled(CENTURY, 100, CENTURY)))
        .contains("; the container was throttled for ")
        .doesNotStartWith("the container");
  }

  @Test
  void aLittleThrottlingIsSaidBesideTheLikelyCause() {
    assertThat(Standstill.cause(stalled(CENTURY, 1, 40_000_000)))
        .contains("; the container was throttled for 40 ms in 1 period of the last ")
        .doesNotStartWith("the container")
        .doesNotContain("too low");
  }

  @Test
  void ofAContainerThatWasNotThrottledNothingIsSaid() {
    assertThat(Standstill.cause(stalled(CENTURY, 0, 0))).doesNotContain("throttled");
  }

  @Test
  void noCollectionTakesHalfACentury() {
    assertThat(Standstill.cause(stalled(CENTURY, 0, 0))).doesNotContain("garbage collection took");
  }

  @Test
  void aCollectionThatTookMostOfItIsNamed() {
    Awaitility.await() // it is asked for the last second: a busy machine may look too late
        .untilAsserted(() -> {
          System.gc();
          assertThat(
                  Standstill.cause(
                      stalled(1_000_000, 0, 0))) // the collection took half a millisecond at least
              .matches("garbage collection took .+ of it \\(.+\\)");
        });
  }
}
