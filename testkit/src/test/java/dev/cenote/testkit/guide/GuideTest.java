package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide shows is what is compiled and run here. */
class GuideTest {

  /** The file's name stands in a comment before the block. */
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- from (\\w+\\.java) -->\\s+```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theSnippetsOfTheTestingPageAreCode() throws IOException {
    String page = Files.readString(Path.of("../docs/guide/testing-your-pool.md"));
    List<MatchResult> snippets = SNIPPET.matcher(page).results().toList();
    assertThat(snippets).hasSize(2);
    for (MatchResult snippet : snippets) {
      Path source = Path.of("src/test/java/dev/cenote/testkit/guide", snippet.group(1));
      assertThat(Files.readString(source)).contains(snippet.group(2));
    }
  }
}
