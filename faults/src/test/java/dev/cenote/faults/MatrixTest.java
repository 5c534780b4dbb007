package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatrixTest {

  @TempDir private Path folder;

  private final List<String> ran = new ArrayList<>();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private ResultsFile file;
  private Matrix matrix;

  @BeforeEach
  void makeMatrix() {
    file = new ResultsFile(folder.resolve("results.jsonl"));
    matrix =
        new Matrix(
            (experiment, pool) -> {
              ran.add(experiment.key() + " " + pool.key());
              return Samples.results(pool, Reading.of(2_000), Reading.of(0));
            },
            file,
            new PrintStream(progress, true, StandardCharsets.UTF_8));
  }

  @Test
  void everyExperimentRunsWithEveryPoolAndItsResultsAreKept() throws Exception {
    matrix.run(Samples.CHOICE, false);
    assertThat(ran).containsExactly("outage cenote", "outage hikari");
    assertThat(file.read()).hasSize(4);
  }

  @Test
  void aResumedRunDoesNotRepeatWhatIsFinished() throws Exception {
    for (Result result : Samples.results(Samples.CENOTE, Reading.of(1), Reading.of(1))) {
      file.append(result);
    }
    matrix.run(Samples.CHOICE, true);
    assertThat(ran).containsExactly("outage hikari");
  }

  @Test
  void aResumedRunRepeatsWhatAnotherVersionOrAnotherJavaHasGiven() throws Exception {
    for (Result done : Samples.results(Samples.CENOTE, Reading.of(1), Reading.of(1))) {
      file.append(new Result(done.row(), done.pool(), "0.0.1-other", done.java(), done.reading()));
    }
    for (Result done : Samples.results(Samples.HIKARI, Reading.of(1), Reading.of(1))) {
      file.append(new Result(done.row(), done.pool(), done.version(), "other", done.reading()));
    }
    matrix.run(Samples.CHOICE, true);
    assertThat(ran).containsExactly("outage cenote", "outage hikari");
  }

  @Test
  void aCellOfWhichARowIsMissingIsNotFinished() throws Exception {
    file.append(Result.of(Samples.BACK, Samples.CENOTE, Reading.of(1)));
    matrix.run(Samples.CHOICE, true);
    assertThat(ran).containsExactly("outage cenote", "outage hikari");
  }

  @Test
  void aRunThatIsNotResumedRepeatsAll() throws IOException, InterruptedException {
    matrix.run(Samples.CHOICE, false);
    matrix.run(Samples.CHOICE, false);
    assertThat(ran).hasSize(4);
  }

  @Test
  void theProgressTellsEachNumberAndWhetherItMissesThePromise() throws Exception {
    matrix.run(Samples.CHOICE, false);
    assertThat(progress.toString(StandardCharsets.UTF_8))
        .contains("[1/2] outage, Cenote")
        .contains("outage.back: 2000 ms MISSED (≤ 1000 ms)")
        .contains("outage.dead: 0 (0)");
  }
}
