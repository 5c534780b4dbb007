package dev.cenote.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TerminalTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutUnicodeEveryTextIsAscii() {
    Terminal ascii = terminal(false, false, false);

    ascii.print("82.1 µs  ███▌  7.4× faster – 9 idle ░░▒▒·· ▏ … ü");
    ascii.say("ready…");

    assertThat(written(out)).isEqualTo("82.1 us  ####  7.4x faster - 9 idle --oo.. | ... ?\n");
    assertThat(written(err)).isEqualTo("cenote: ready...\n");
  }

  @Test
  void withUnicodeTextsStayAsTheyAre() {
    terminal(false, true, false).print("82.1 µs ███▌");

    assertThat(written(out)).isEqualTo("82.1 µs ███▌\n");
  }

  @Test
  void columnsAreAsWideAsTheirContents() {
    List<String> lines =
        new Table()
            .row(Paint.PLAIN, "", "wall time", "")
            .heading("PostgreSQL 18.6, a heading longer than all columns together")
            .row(Paint.BAD, "without pool", "9.81 s", "████")
            .row(Paint.GOOD, "with", "104 ms", "▏")
            .lines(terminal(false, true, false));

    assertThat(lines)
        .containsExactly(
            "              wall time",
            "PostgreSQL 18.6, a heading longer than all columns together",
            "without pool     9.81 s  ████",
            "with             104 ms  ▏");
  }

  @Test
  void coloursAreUsedOnlyWhereTheyAreWanted() {
    assertThat(Paint.GOOD.on(terminal(true, true, false), "fast")).isEqualTo("fast");
    assertThat(Paint.GOOD.on(terminal(true, true, true), "fast"))
        .isEqualTo("\u001b[32mfast\u001b[0m");
    assertThat(Paint.PLAIN.on(terminal(true, true, true), "as it is")).isEqualTo("as it is");
  }

  @Test
  void onATerminalAStateIsWrittenOverTheLastOne() {
    LiveLine line = terminal(true, true, false).liveLine(false);

    line.update("17 waiting");
    line.update("9 waiting");
    line.end();

    assertThat(written(out)).isEqualTo("\r17 waiting\r9 waiting \n");
  }

  @Test
  void aStateThatWouldWrapIsCut() {
    LiveLine line = terminal(true, true, false).liveLine(false);

    line.update("x".repeat(200));

    assertThat(written(out)).isEqualTo("\r" + "x".repeat(LiveLine.WIDTH_MAX));
  }

  @Test
  void elsewhereOneStateInTenIsAPlainLine() {
    LiveLine line = terminal(false, true, false).liveLine(false);

    IntStream.range(0, 25).forEach(i -> line.update("state " + i));
    line.end();

    assertThat(written(out)).isEqualTo("state 0\nstate 10\nstate 20\n");
  }

  @Test
  void standardOutputCanBeKeptCleanOfStates() {
    LiveLine line = terminal(true, true, false).liveLine(true);

    line.update("17 waiting");
    line.end();

    assertThat(written(out)).isEmpty();
    assertThat(written(err)).isEqualTo("17 waiting\n");
  }

  private Terminal terminal(boolean interactive, boolean unicode, boolean colour) {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        interactive,
        unicode,
        colour);
  }

  private static String written(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
