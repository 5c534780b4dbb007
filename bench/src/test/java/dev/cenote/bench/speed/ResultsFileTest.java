package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

  @TempDir private Path folder;

  @Test
  void whatIsAppendedIsReadAgainInItsOrder() throws Exception {
    ResultsFile file = new ResultsFile(folder.resolve("new/results.jsonl"));
    Result first =
        Samples.result(
            Samples.VIRTUAL,
            Samples.CENOTE,
            "1",
            new Reading(Map.of(Metric.SPREAD, Double.POSITIVE_INFINITY, Metric.CPU, 1.5), "so"));
    Result second = Samples.cpu(Samples.HIKARI, "1", 7);
    file.append(first);
    file.append(second);
    assertThat(file.read()).containsExactly(first, second);
  }

  @Test
  void aLineThatWasCutOffDoesNotCount() throws Exception {
    Path path = folder.resolve("results.jsonl");
    ResultsFile file = new ResultsFile(path);
    file.append(Samples.cpu(Samples.HIKARI, "1", 7));
    Files.writeString(path, "{\"row\":\"cyc", StandardOpenOption.APPEND);
    assertThat(file.read()).hasSize(1);
  }

  @Test
  void whatIsAppendedAfterALineThatWasCutOffIsALineOfItsOwn() throws Exception {
    Path path = folder.resolve("results.jsonl");
    ResultsFile file = new ResultsFile(path);
    Result first = Samples.cpu(Samples.HIKARI, "1", 7);
    Result second = Samples.cpu(Samples.HIKARI, "2", 8);
    file.append(first);
    byte[] half = {'{', (byte) 0xc3}; // of a letter of two bytes
    Files.write(path, half, StandardOpenOption.APPEND);
    file.append(second);
    assertThat(file.read()).containsExactly(first, second);
  }

  @Test
  void aFileThatIsNotThereHasNoRecords() throws Exception {
    assertThat(new ResultsFile(folder.resolve("none")).read()).isEmpty();
  }
}
