package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.error.ErrorKind;
import dev.cenote.physical.errors.ErrorRow;
import dev.cenote.physical.errors.ErrorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/dead-connections.md and the tables say the same, and what it promises of each row holds. */
class DeadConnectionsPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "dead-connections.md");

  private static final Pattern STATE = Pattern.compile("`([0-9A-Z]{5})`|`([0-9A-Z]{2})\\*`");
  private static final Pattern CODE = Pattern.compile("(?:^|with )`(-?\\d+)`");
  private static final Pattern WORDS = Pattern.compile("\"(.+)\"");

  /** One line of the page's tables. */
  record Line(Product product, String error, ErrorKind kind) {

    @Override
    public String toString() {
      return product + " " + error + " " + kind;
    }
  }

  static Stream<Line> lines() throws IOException {
    String page = Files.readString(PAGE);
    return Stream.of(Product.values()).flatMap(product -> lines(product, page));
  }

  private static Stream<Line> lines(Product product, String page) {
    int start = page.indexOf("\n## " + product.title() + "\n");
    assertThat(start).as("section %s", product.title()).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end)
        .lines()
        .filter(line -> line.matches("\\| [`\"].*"))
        .map(line -> line.split(" \\| |\\| "))
        .map(cells -> new Line(product, cells[1], ErrorKind.valueOf(cells[2])));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void anErrorMeansWhatThePageSays(Line line) {
    Set<ErrorKind> kinds = line.product().errors().kindsIn(error(line.error()));

    Set<ErrorKind> promised = EnumSet.of(line.kind());
    promised.remove(ErrorKind.HARMLESS);
    assertThat(kinds).isEqualTo(promised);
  }

  /** What the column says and nothing else; five digits are a state and a code at once. */
  private static SQLException error(String column) {
    String state = found(STATE, column);
    String code = found(CODE, column);
    String words = found(WORDS, column);
    String whole = state == null ? "HY000" : state.length() == 2 ? state + "Z99" : state;
    int number = code == null ? 0 : Integer.parseInt(code);
    return new SQLException(words == null ? "x" : "x " + words + " x", whole, number);
  }

  private static @Nullable String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(1) != null || matcher.groupCount() < 2
        ? matcher.group(1)
        : matcher.group(2);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void thePageHasEachProductsTableAsInTheCode(Product product) throws IOException {
    assertThat(Files.readString(PAGE)).contains(section(product));
  }

  @Test
  void thePageHasTheCommonRowsAsInTheCode() throws IOException {
    assertThat(Files.readString(PAGE)).contains(table(ErrorTable.COMMON));
  }

  static String section(Product product) {
    String sources =
        product.errors().sources().entrySet().stream()
            .map(source -> "- [" + source.getKey() + "] " + source.getValue() + "\n")
            .collect(Collectors.joining());
    return "\n## " + product.title() + "\n\n" + sources + "\n" + table(product.errors().rows());
  }

  private static String table(List<ErrorRow> rows) {
    return rows.stream()
        .map(row ->
            String.format(Locale.ROOT, "| %s | %s | %s |", row.shown(), row.kind(), row.why()))
        .collect(Collectors.joining("\n", "| error | kind | what it is |\n|---|---|---|\n", "\n"));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void everyRowNamesItsSource(Product product) {
    Set<String> marks = product.errors().sources().keySet();

    assertThat(product.errors().rows())
        .isNotEmpty()
        .allSatisfy(row -> {
          assertThat(row.why()).matches("\\[[A-Z]] .+");
          assertThat(marks).contains(row.why().substring(1, 2));
        });
    assertThat(marks)
        .allSatisfy(mark ->
            assertThat(product.errors().rows())
                .anyMatch(row -> row.why().startsWith("[" + mark + "]")));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void noRowIsThereTwice(Product product) {
    assertThat(product.errors().rows().stream().map(ErrorRow::shown))
        .doesNotHaveDuplicates()
        .allMatch(shown -> !Objects.equals(shown, ""));
  }
}
