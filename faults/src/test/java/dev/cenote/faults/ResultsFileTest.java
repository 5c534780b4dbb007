package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsFileTest {

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    ResultsFile file = new ResultsFile(folder.resolve("new/results.jsonl"));
    Result result = Result.of(Samples.BACK, Samples.CENOTE, Reading.never(12.5, "it \"hung\""));
    file.append(result);
    assertThat(file.read()).containsExactly(result);
  }

  @Test
  void aFileThatIsNotThereHasNoResults() throws IOException {
    assertThat(new ResultsFile(folder.resolve("none")).read()).isEmpty();
  }

  @Test
  void aLaterResultReplacesAnEarlierOneOfTheSameCell() throws IOException {
    ResultsFile file = new ResultsFile(folder.resolve("results.jsonl"));
    Result other = Result.of(Samples.BACK, Samples.HIKARI, Reading.of(3));
    Result later = Result.of(Samples.BACK, Samples.CENOTE, Reading.of(2));
    file.append(Result.of(Samples.BACK, Samples.CENOTE, Reading.of(1)));
    file.append(other);
    file.append(later);
    assertThat(file.read()).containsExactlyInAnyOrder(other, later);
  }

  @Test
  void aLineThatWasCutOffIsNoResult() throws IOException {
    Path path = folder.resolve("results.jsonl");
    ResultsFile file = new ResultsFile(path);
    Result whole = Result.of(Samples.BACK, Samples.CENOTE, Reading.of(1));
    file.append(whole);
    Files.writeString(path, "{\"row\":\"outage.d", StandardOpenOption.APPEND);
    assertThat(file.read()).containsExactly(whole);
  }
}
