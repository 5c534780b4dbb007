package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guide and the README show is what is compiled and run: here, or by the demo. */
class GuideTest {

  /** The file's name stands in a comment before the block. */
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- from (\\w+\\.java) -->\\s+```java\\n(.*?)```", Pattern.DOTALL);

  private static final Path DEMO = Path.of("../cli/src/main/java/dev/cenote/cli/demo");

  private static final Pattern JAVA = Pattern.compile("```java\\n");

  @ParameterizedTest
  @CsvSource({
    "README.md, 4",
    "docs/guide/testing-your-pool.md, 2",
    "docs/guide/what-pooling-is.md, 8",
    "docs/guide/coming-from-sqlalchemy.md, 4",
    "docs/guide/coming-from-hikaricp.md, 2",
    "docs/guide/events.md, 5",
    "docs/guide/live-changes.md, 3"
  })
  void theSnippetsOfAPageAreCode(String name, int count) throws IOException {
    String page = Files.readString(Path.of("..").resolve(name));
    List<MatchResult> snippets = SNIPPET.matcher(page).results().toList();
    assertThat(snippets).hasSize(count);
    assertThat(JAVA.matcher(page).results()).as("blocks of Java in all").hasSize(count);
    for (MatchResult snippet : snippets) {
      Path test = Path.of("src/test/java/dev/cenote/testkit/guide", snippet.group(1));
      Path source = Files.exists(test) ? test : DEMO.resolve(snippet.group(1));
      assertThat(unindented(Files.readString(source))).contains(unindented(snippet.group(2)));
    }
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
