package dev.cenote.bench.speed;

import static dev.cenote.bench.speed.Samples.BEE;
import static dev.cenote.bench.speed.Samples.CENOTE;
import static dev.cenote.bench.speed.Samples.CHOICE;
import static dev.cenote.bench.speed.Samples.HIKARI;
import static dev.cenote.bench.speed.Samples.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import java.util.List;
import java.util.Map;
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
    assertThat(torn)
        .contains("| HikariCP | 2 | 100.0 | 40 | **0.10**, 1 torn |")
        .contains("| 20.0 | 100.0, HikariCP | **0.10**, 1 torn | yes |");
  }

  @Test
  void waitsThatAreBothTooShortToTellAreNotCompared() {
    Choice choice = new Choice(List.of(Samples.VIRTUAL), List.of(CENOTE, HIKARI), 1, false, 0);
    Reading shorter = Reading.of(Map.of(Metric.P99, 0.0002));
    Reading longer = Reading.of(Map.of(Metric.P99, 0.0004));
    Records records =
        new Records(
            List.of(
                Samples.result(Samples.VIRTUAL, CENOTE, "1", shorter),
                Samples.result(Samples.VIRTUAL, HIKARI, "1", longer)));
    assertThat(Page.of(choice, records, Samples.STAMP, "the command"))
        .contains("| HikariCP | 1 | < 0.001 | – |");
  }

  @Test
  void thatAllRoundsAreTornIsSaidBesideTheAimToo() {
    String torn =
        Page.of(
            CHOICE,
            new Records(List.of(cpu(CENOTE, "1", 30, 160), cpu(HIKARI, "1", 100, 40))),
            Samples.STAMP,
            "the command");
    assertThat(torn)
        .contains("| HikariCP | 1 | 100.0 | 40 | **0.30**, all torn |")
        .contains("| 30.0 | 100.0, HikariCP | **0.30**, all torn | **no** |");
  }

  @Test
  void anAimForWhichNoPeerQualifiesIsNotLeftOut() {
    Choice starving = new Choice(List.of(Samples.VIRTUAL), List.of(CENOTE, BEE), 1, false, 0);
    Records records = new Records(List.of(served(CENOTE, 13_000, 1.0), served(BEE, 90_000, 0.2)));
    assertThat(Page.of(starving, records, Samples.STAMP, "the command"))
        .contains(
            "| served/s ≥ 1.0 × the best peer | 13,000 |  |  | not told: no peer qualifies |");
  }

  private static Result served(PoolAdapter pool, double each, double jain) {
    return Samples.result(
        Samples.VIRTUAL, pool, "1", Reading.of(Map.of(Metric.SERVED, each, Metric.JAIN, jain)));
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
        .contains("`the command`: java, here, 2 processors (a model), commit abc (classes code)")
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
                .contains("cycle.1on32, CPU ns", "width=\"105.0\"", "width=\"420.0\"", ">25.0<")
                .contains("Shorter is better")
                .doesNotContain("polygon", "Cut off"));
    assertThat(Plot.of(Family.HEAP, CHOICE, records)).isEmpty();
  }

  @Test
  void oneThatIsFarBeyondTheOthersIsCutOffSoThatTheyCanBeSeen() {
    Choice three = new Choice(List.of(Samples.CYCLE), List.of(CENOTE, HIKARI, BEE), 1, false, 0);
    Records records =
        new Records(List.of(cpu(CENOTE, "1", 25), cpu(HIKARI, "1", 100), cpu(BEE, "1", 9000)));
    assertThat(Plot.of(Family.CYCLE, three, records))
        .hasValueSatisfying(image ->
            assertThat(image)
                .contains("width=\"35.0\"", "width=\"140.0\"", "width=\"420.0\"", ">9,000<")
                .containsOnlyOnce("<polygon")
                .contains("Cut off: more than 3 times the median of its panel"));
  }
}
