package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theListNamesRowsWithTheirAimsAndPoolsWithTheirSettings() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString())
        .contains("cycle.1on32", "2+3", "virtual.10000on50.1ms")
        .contains("database.postgresql.64on16.spring", "database.sqlite.8on16")
        .contains("p99.9 ms ≤ 1.0 × the best peer within 10 % of the most served")
        .contains("CPU ns ≤ 0.2 × HikariCP")
        .contains("dbcp2-untested", "`testOnBorrow` = false.");
  }

  @Test
  void wrongNamesAndNumbersAreRefused() {
    assertThat(run("--rows", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no row nonsense; --list names them");
    assertThat(run("--pools", "nonsense")).isEqualTo(2);
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds must be at least 1, is 0");
    assertThat(run("--minutes", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--minutes must be at least 1, is 0");
  }

  @Test
  void aPoolThatTheListDoesNotNameIsRefused() {
    assertThat(run("--pools", "cenote-off")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no pool cenote-off; --list names them");
  }

  @Test
  void aReportOfNothingSaysWhereItLooked() {
    String results = folder.resolve("none.jsonl").toString();
    assertThat(run("--report", "--results", results)).isEqualTo(2);
    assertThat(err.toString()).contains("there is no record in " + results);
  }

  @Test
  void aReportOfWhatAnotherCodeMeasuredShowsItWithItsStampAndItsSpans() throws Exception {
    Path results = folder.resolve("old.jsonl");
    ResultsFile file = new ResultsFile(results);
    file.append(Samples.cpu(Samples.CENOTE, "1", 10));
    file.append(Samples.cpu(Samples.HIKARI, "1", 100));
    Path page = folder.resolve("page.md");
    assertThat(run("--report", "--results", results.toString(), "--page", page.toString()))
        .isZero();
    assertThat(Files.readString(page))
        .contains("`./cenote bench speed --report --results " + results + "`: java, here")
        .contains("commit abc (classes code)")
        .contains("A record: 3 s, 2 s of warm-up before.")
        .contains("| HikariCP | 1 | 100.0 | **0.10** |")
        .contains("| HikariCP | `hikari` |")
        .doesNotContain("| BeeCP |");
  }

  private int run(String... arguments) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
