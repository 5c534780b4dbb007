package dev.cenote.bench.speed;

import static dev.cenote.bench.speed.Samples.CENOTE;
import static dev.cenote.bench.speed.Samples.CHOICE;
import static dev.cenote.bench.speed.Samples.HIKARI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {

  private static final Records NONE = new Records(List.of());

  @TempDir private Path folder;

  private final List<String> ran = new ArrayList<>();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  @Test
  void allPoolsOfARowRunDirectlyAfterEachOtherRoundByRound() throws Exception {
    assertThat(run(CHOICE, NONE, Duration.ofMinutes(1))).isTrue();
    assertThat(ran)
        .containsExactly(
            "cycle.1on32 cenote",
            "cycle.1on32 hikari",
            "cycle.32on8 cenote",
            "cycle.32on8 hikari",
            "cycle.1on32 hikari",
            "cycle.1on32 cenote",
            "cycle.32on8 hikari",
            "cycle.32on8 cenote");
    assertThat(file().read()).hasSize(8);
    assertThat(Records.of(file().read(), CHOICE, Samples.STAMP).roundsOf(Samples.CYCLE, pools()))
        .isEqualTo(2);
  }

  @Test
  void aRoundThatIsKnownIsNotRepeatedAndOneOfWhichAPoolIsMissingIs() throws Exception {
    Records known =
        new Records(
            List.of(
                Samples.cpu(CENOTE, "1", 1),
                Samples.cpu(HIKARI, "1", 1),
                Samples.result(Samples.CONTENDED, CENOTE, "2", Samples.cpu(1))));
    run(CHOICE, known, Duration.ofMinutes(1));
    assertThat(ran)
        .containsExactly(
            "cycle.32on8 cenote",
            "cycle.32on8 hikari",
            "cycle.1on32 hikari",
            "cycle.1on32 cenote",
            "cycle.32on8 hikari",
            "cycle.32on8 cenote");
  }

  @Test
  void nothingBeginsWhenTheTimeIsOver() throws Exception {
    assertThat(run(CHOICE, NONE, Duration.ZERO)).isFalse();
    assertThat(ran).isEmpty();
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("--resume goes on");
  }

  @Test
  void aRoundThatWouldTakeLongerThanWhatIsLeftIsSkippedAndNamedButForTheFirst() throws Exception {
    Row longer = Catalogue.row("database.h2.1on16").orElseThrow(); // 28 s, the others 12
    Choice three =
        new Choice(List.of(Samples.CYCLE, longer, Samples.CONTENDED), pools(), 1, false, 0);
    assertThat(run(three, NONE, Duration.ofSeconds(25))).isFalse();
    assertThat(ran)
        .containsExactly(
            "cycle.1on32 cenote", "cycle.1on32 hikari", "cycle.32on8 cenote", "cycle.32on8 hikari");
    assertThat(progress.toString(StandardCharsets.UTF_8))
        .contains("--resume goes on", "database.h2.1on16: 1")
        .doesNotContain("cycle.32on8: 1");

    ran.clear();
    assertThat(run(CHOICE, NONE, Duration.ofSeconds(5))).isFalse();
    assertThat(ran).containsExactly("cycle.1on32 cenote", "cycle.1on32 hikari");
  }

  @Test
  void aRoundThatIsCutOffLeavesNothing() {
    assertThatThrownBy(() ->
            matrix(
                    (row, pool, span) -> {
                      if (pool == HIKARI) {
                        throw new IOException("the machine went down");
                      }
                      return Samples.cpu(1);
                    })
                .run(CHOICE, NONE, Duration.ofMinutes(1)))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatThisJvmCannotDoIsSkippedWithItsReason() throws Exception {
    Row impossible =
        new Row(Family.VIRTUAL, "sample", new Row.Own(new Impossible()), true, List.of());
    Choice choice = new Choice(List.of(impossible, Samples.CYCLE), pools(), 1, false, 0);
    run(choice, NONE, Duration.ofMinutes(1));
    assertThat(ran).containsExactly("cycle.1on32 cenote", "cycle.1on32 hikari");
    assertThat(progress.toString(StandardCharsets.UTF_8))
        .contains("virtual.sample is skipped: too old", "2 records")
        .contains("[1/2] round 1, cycle.1on32, Cenote: CPU ns 5.0");
  }

  private static final class Impossible implements Act {
    @Override
    public Reading run(PoolAdapter pool, Span span) {
      throw new AssertionError("it cannot be done");
    }

    @Override
    public String obstacle() {
      return "too old";
    }
  }

  private boolean run(Choice choice, Records known, Duration time) throws Exception {
    return matrix(
            (row, pool, span) -> {
              ran.add(row.key() + " " + pool.key());
              return Samples.cpu(5);
            })
        .run(choice, known, time);
  }

  private Matrix matrix(Matrix.Runner runner) {
    PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
    return new Matrix(runner, file(), Samples.STAMP, out);
  }

  private ResultsFile file() {
    return new ResultsFile(folder.resolve("results.jsonl"));
  }

  private static List<PoolAdapter> pools() {
    return List.of(CENOTE, HIKARI);
  }
}
