package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {

  private static final Reading FAST = Reading.of(300);
  private static final Reading SLOW = Reading.of(1_500);
  private static final Reading NONE = Reading.of(0);

  @Test
  void aNumberThatMissesThePromiseIsBoldWhoseverItIs() {
    String page = page(results(SLOW, NONE, SLOW, Reading.of(3)));
    assertThat(page)
        .contains("| until it is back | ≤ 1000 ms | **1500 ms** | **1500 ms** |")
        .contains("| dead ones lent | 0 | 0 | **3** |");
  }

  @Test
  void theSumsSayHowManyPromisesEachKept() {
    String page = page(results(FAST, NONE, SLOW, NONE));
    assertThat(page).contains("| 2 of 2 |").contains("| HikariCP | 7.1.0 | 1 of 2 |");
  }

  @Test
  void aCellWithoutAnEndIsToldAsOne() {
    String page =
        page(results(Reading.wedged("at the end"), NONE, Reading.never(12_000, ""), NONE));
    assertThat(page)
        .contains("**wedged** | **never (12.0 s)**")
        .contains("- `outage.back`: Cenote: at the end");
  }

  @Test
  void aPeerWithTheBetterNumberIsNamed() {
    assertThat(page(results(FAST, NONE, Reading.of(100), NONE)))
        .contains("- `outage.back`: HikariCP");
    assertThat(page(results(FAST, NONE, Reading.of(290), NONE))).doesNotContain("better number");
  }

  @Test
  void whatWasNotMeasuredIsToldAsThatAndNotCountedAsKept() {
    String page = page(results(FAST, Reading.skipped("no server"), FAST, NONE));
    assertThat(page)
        .contains("| not measured | 0 |")
        .contains("- `outage.dead`: Cenote: no server")
        .contains("| 1 of 1, 1 not measured |")
        .contains("| 2 of 2 |");
    assertThat(page(Samples.results(Samples.CENOTE, FAST, NONE)))
        .contains("| 300 ms | not measured |")
        .contains("| 0 of 0, 2 not measured |");
  }

  @Test
  void aNumberWithoutAPromiseIsToldAndCountedByNobody() {
    Row told = Row.told("outage.hung", "who hung");
    Choice choice =
        new Choice(
            List.of(
                new Experiment(
                    "outage",
                    "all is lost",
                    Stage.FAKE_DRIVER,
                    Duration.ofSeconds(5),
                    List.of(Samples.BACK, told),
                    arena -> new Readings())),
            List.of(Samples.CENOTE, Samples.HIKARI));
    List<Result> results =
        List.of(
            Result.of(Samples.BACK, Samples.CENOTE, FAST),
            Result.of(told, Samples.CENOTE, Reading.of(9)),
            Result.of(Samples.BACK, Samples.HIKARI, SLOW),
            Result.of(told, Samples.HIKARI, Reading.of(4)));
    assertThat(Page.of(choice, results, "the command"))
        .contains("| who hung | none | 9 | 4 |")
        .contains("| 1 of 1 |")
        .contains("| HikariCP | 7.1.0 | 0 of 1 |")
        .contains("- `outage.hung`: HikariCP");
    assertThat(Verdict.of(choice, results, "cenote").kept()).isTrue();
    assertThat(Verdict.of(choice, results, "hikari").kept()).isFalse();
  }

  private static String page(List<Result> results) {
    return Page.of(Samples.CHOICE, results, "the command");
  }

  private static List<Result> results(
      Reading back, Reading dead, Reading peerBack, Reading peerDead) {
    List<Result> all = new ArrayList<>(Samples.results(Samples.CENOTE, back, dead));
    all.addAll(Samples.results(Samples.HIKARI, peerBack, peerDead));
    return all;
  }
}
