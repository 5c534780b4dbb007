package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Reading.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ForkTest {

  @TempDir private Path folder;

  @Test
  void anExperimentRunsInAJvmOfItsOwn() throws Exception {
    Experiment state = Catalogue.experiment("state").orElseThrow();
    List<Result> results = run(state, state.limit());
    assertThat(results)
        .singleElement()
        .satisfies(result -> {
          assertThat(result.row()).isEqualTo("state.leaked");
          assertThat(result.pool()).isEqualTo("cenote");
          assertThat(result.reading()).isEqualTo(Reading.of(0));
        });
  }

  @Test
  void whatTakesLongerThanItsLimitIsEndedAndHasWedged() throws Exception {
    Experiment hangs = Catalogue.experiment("connect-hangs").orElseThrow();
    List<Result> results = run(hangs, Duration.ofMillis(300));
    assertThat(results).hasSize(3);
    assertThat(results).allMatch(result -> result.reading().state() == State.WEDGED);
  }

  @Test
  void aJvmThatEndsWithoutAWordHasFailed() throws Exception {
    List<Result> results = run(Samples.OUTAGE, Duration.ofMinutes(1));
    assertThat(results).hasSize(2);
    assertThat(results).allMatch(result -> result.reading().state() == State.FAILED);
  }

  private List<Result> run(Experiment experiment, Duration limit) throws Exception {
    Experiment limited =
        new Experiment(
            experiment.key(),
            experiment.fault(),
            experiment.stage(),
            limit,
            experiment.rows(),
            experiment.act());
    return new Fork(folder).run(limited, Samples.CENOTE);
  }
}
