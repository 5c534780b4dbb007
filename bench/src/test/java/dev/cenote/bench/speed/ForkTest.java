package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkTest {

  @TempDir private Path folder;

  @Test
  void aRecordIsMadeInAJvmOfItsOwn() throws Exception {
    Reading reading = run(Catalogue.row("heap").orElseThrow());
    assertThat(reading.note()).isEmpty();
    assertThat(reading.of(Metric.HEAP)).isBetween(1.0, 1_000.0);
  }

  @Test
  void aJvmThatEndsWithoutAnAnswerHasFailed() throws Exception {
    Row heap = Catalogue.row("heap").orElseThrow();
    Row unknown = new Row(heap.family(), "unknown", heap.program(), false, heap.aims());
    Reading reading = run(unknown);
    assertThat(reading.numbers()).isEmpty();
    assertThat(reading.note()).contains("ended without a word");
  }

  private Reading run(Row row) throws Exception {
    return new Fork(folder).run(row, Samples.CENOTE, new Span(1, 1));
  }
}
