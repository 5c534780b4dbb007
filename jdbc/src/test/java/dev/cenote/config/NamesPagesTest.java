package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of names: those of the guide are those of the code. */
class NamesPagesTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "guide");

  static Stream<Vocabulary> vocabularies() {
    return Stream.of(SqlalchemyNames.VOCABULARY, HikariNames.VOCABULARY);
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void theDocumentedTableIsThatOfTheCode(Vocabulary vocabulary) throws IOException {
    String page = "coming-from-" + vocabulary.owner().toLowerCase(Locale.ROOT) + ".md";

    assertThat(Files.readString(GUIDE.resolve(page)))
        .contains("\n|---|---|---|---|---|\n" + table(vocabulary) + "\n\n");
  }

  static String table(Vocabulary vocabulary) {
    return vocabulary.names().stream().map(NamesPagesTest::line).collect(Collectors.joining("\n"));
  }

  private static String line(ForeignName row) {
    return String.format(
        "| %s | %s | %s | %s | %s |",
        code(row.names()),
        row.kinship().label(),
        row.ours().isEmpty() ? "" : code(Arrays.asList(row.ours().split(", "))),
        row.unit(),
        row.note());
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void everyNameStandsInOneRowAndEverySettingOfOursExists(Vocabulary vocabulary) {
    assertThat(vocabulary.names().stream().flatMap(row -> row.names().stream()))
        .doesNotHaveDuplicates();
    for (ForeignName row : vocabulary.names()) {
      for (String ours : row.ours().isEmpty() ? new String[0] : row.ours().split(", ")) {
        assertThat(Settings.named(ours)).as(row.name()).isPresent();
      }
      boolean silent = row.note().isEmpty();
      assertThat(silent && row.kinship() != Kinship.SAME && row.kinship() != Kinship.RENAMED)
          .as(row.name() + " says what differs or why it is left out")
          .isFalse();
    }
  }

  @Test
  void theLogsLineHasNoLineBreaks() {
    assertThat(vocabularies().flatMap(v -> v.names().stream()).map(ForeignName::note))
        .noneMatch(note -> note.contains("\n") || note.contains("|"));
  }
}
