package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void noCollectionTakesHalfACentury() {
    assertThat(Standstill.cause(CENTURY)).doesNotContain("garbage collection took");
  }

  @Test
  void aCollectionThatTookMostOfItIsNamed() {
    System.gc();

    assertThat(
            Standstill.cause(1_000_000)) // a millisecond: the collection took half of it at least
        .matches("garbage collection took .+ of it \\(.+\\)");
  }
}
