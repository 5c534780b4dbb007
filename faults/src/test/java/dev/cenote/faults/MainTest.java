package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {

  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @Test
  void aRowThatDoesNotExistIsNamed() {
    assertThat(run("--rows", "state,no-such-row")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no row no-such-row; --list names them");
  }

  @Test
  void aPoolThatDoesNotExistIsAnsweredWithThoseThatDo() {
    assertThat(run("--pools", "c3p0")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no pool c3p0").contains("hikari");
  }

  @Test
  void theListNamesEveryRowWithItsPromise() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString())
        .contains("connect-hangs.first: until the first good borrow, ≤ 4000 ms")
        .contains("redeploy.kept");
  }

  @Test
  void theListIsThatOfTheChosenRows() {
    assertThat(run("--list", "--rows", "burst.time")).isZero();
    assertThat(out.toString()).contains("burst.opened").doesNotContain("connect-hangs");
  }

  @Test
  void memoryIsToldInMebibytes() {
    assertThat(run("--list", "--rows", "long-soak")).isZero();
    assertThat(out.toString()).contains("since the first minute, ≤ 2.0 MiB");
  }

  private int run(String... arguments) {
    return new CommandLine(new Main())
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute(arguments);
  }
}
