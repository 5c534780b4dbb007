package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.server.Database;
import dev.cenote.bench.server.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkTest {

  @TempDir private Path folder;

  @Test
  void aRecordIsMadeInAJvmOfItsOwn() throws Exception {
    Reading reading = run(Catalogue.row("heap").orElseThrow());
    assertThat(reading.note()).isEmpty();
    assertThat(reading.of(Metric.HEAP)).isBetween(1.0, 1_000.0);
    assertThat(reading.numbers()).containsKey(Metric.APART);
  }

  @Test
  void aJvmThatEndsWithoutAnAnswerHasFailed() throws Exception {
    Row heap = Catalogue.row("heap").orElseThrow();
    Row unknown = new Row(heap.family(), "unknown", heap.program(), false, heap.aims());
    Reading reading = run(unknown);
    assertThat(reading.numbers()).isEmpty();
    assertThat(reading.note()).contains("ended without a word");
  }

  @Test
  void anAnswerThatCannotBeReadIsARecordThatFailed() throws Exception {
    Path answer = folder.resolve("answer.json");
    Files.writeString(answer, "{\"numbers\":{\"CPU\":1");
    Reading reading = Fork.read(answer);
    assertThat(reading.numbers()).isEmpty();
    assertThat(reading.note()).contains("jackson");
  }

  @Test
  void aRecordThatNeedsAServerIsToldWhereItIsAndNobodyElseIsToldThePassword() throws Exception {
    Row row = Catalogue.row("database.postgresql.1on16").orElseThrow();
    try (Servers servers = new Servers()) {
      Fork fork = new Fork(folder, servers);
      assumeThat(fork.obstacle(row)).isEmpty();
      Reading reading = fork.run(row, Samples.CENOTE, new Span(1, 1));
      assertThat(reading.note()).startsWith("all asked PostgreSQL ");
      assertThat(reading.of(Metric.SERVED)).isPositive();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          assertThat(Files.readString(file))
              .doesNotContain(servers.targetOf(Database.POSTGRESQL).password());
        }
      }
    }
  }

  private Reading run(Row row) throws Exception {
    return new Fork(folder, new Servers()).run(row, Samples.CENOTE, new Span(1, 1));
  }
}
