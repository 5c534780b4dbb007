package dev.cenote.bench.speed;

import static dev.cenote.bench.speed.Samples.CENOTE;
import static dev.cenote.bench.speed.Samples.CHOICE;
import static dev.cenote.bench.speed.Samples.HIKARI;
import static dev.cenote.bench.speed.Samples.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private final String page =
      Page.of(
          CHOICE,
          new Records(
              List.of(
                  cpu(CENOTE, "1", 10),
                  cpu(HIKARI, "1", 100),
                  cpu(CENOTE, "2", 30),
                  cpu(HIKARI, "2", 100),
                  cpu(CENOTE, "3", 20),
                  Samples.result(Samples.CYCLE, HIKARI, "3", Reading.failed("it hung")))),
          Samples.STAMP,
          "the command");

  @Test
  void eachRowShowsMediansAndRatiosOfWhatWasMeasured() {
    assertThat(page)
        .contains("| `cycle.1on32` | rounds | CPU ns | Cenote ÷ it: CPU ns |")
        .contains("| Cenote | 3 | 20.0 |  |")
        .contains("| HikariCP | 2, **1 failed** | 100.0 | **0.20** (0.10–0.30) |")
        .contains("- HikariCP: it hung")
        .doesNotContain("cycle.32on8");
  }

  @Test
  void howManyRoundsDidNotCountIsSaid() {
    String torn =
        Page.of(
            CHOICE,
            new Records(
                List.of(
                    cpu(CENOTE, "1", 10, 40),
                    cpu(HIKARI, "1", 100, 40),
                    cpu(CENOTE, "2", 30, 160),
                    cpu(HIKARI, "2", 100, 40))),
            Samples.STAMP,
            "the command");
    assertThat(torn).contains("| HikariCP | 2 | 100.0 | 40 | **0.10** (0.10–0.10), 1 torn |");
  }

  @Test
  void theAimsAreSaidWithTheirOutcome() {
    assertThat(page)
        .contains(
            "| `cycle.1on32` | CPU ns ≤ 0.2 × HikariCP | 20.0 | 100.0, HikariCP | **0.20**"
                + " (0.10–0.30) | yes? |");
  }

  @Test
  void settingsAndStampAreWrittenDown() {
    assertThat(page)
        .contains("`the command`: java, here, 2 processors, commit abc (classes code)")
        .contains("acquire timeout of 30 s")
        .contains("| HikariCP | `hikari` | 7.1.0 |")
        .contains("`maximumPoolSize` = `minimumIdle` = size");
  }

  @Test
  void aPlotHasABarForEachPoolAsLongAsItsMedian() {
    Records records = new Records(List.of(cpu(CENOTE, "1", 25), cpu(HIKARI, "1", 100)));
    assertThat(Plot.of(Family.CYCLE, CHOICE, records))
        .hasValueSatisfying(image ->
            assertThat(image)
                .contains("cycle.1on32, CPU ns", "width=\"105.0\"", "width=\"420.0\"", ">25.0<"));
    assertThat(Plot.of(Family.HEAP, CHOICE, records)).isEmpty();
  }
}
