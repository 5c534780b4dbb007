package dev.cenote.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPagesTest {

  private static final Path PAGES =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "errors");

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeHasAPageWithItsTitleAndRemedy(ErrorCode code) throws IOException {
    String page = Files.readString(PAGES.resolve(code.id() + ".md"));

    assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
    assertThat(page.replaceAll("\\s+", " ")).contains(code.remedy());
    assertThat(page).contains("## Cause", "## How to tell", "## Remedy", "## Example");
    assertThat(page.substring(page.indexOf("## Example"))).contains(code.id());
  }

  @Test
  void everyPageHasItsCode() throws IOException {
    List<String> codes = Arrays.stream(ErrorCode.values()).map(code -> code.id() + ".md").toList();

    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()).collect(Collectors.toList()))
          .containsExactlyInAnyOrderElementsOf(codes);
    }
  }

  @Test
  void noTwoCodesHaveTheSameNumber() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::id)).doesNotHaveDuplicates();
  }
}
