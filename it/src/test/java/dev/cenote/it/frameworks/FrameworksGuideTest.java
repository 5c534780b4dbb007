package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.build.tidy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on frameworks shows is what these programs are made of. */
final class FrameworksGuideTest {

  /** The file's name stands in a comment before the block. */
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- from (\\S+) -->\\s+```\\w+\\n(.*?)```", Pattern.DOTALL);

  private static final Path ROOT = Repository.current().root();

  @Test
  void itsSnippetsAreCodeThatRuns() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/guide/frameworks.md"));
    List<MatchResult> snippets = SNIPPET.matcher(page).results().toList();
    assertThat(snippets).hasSize(8);
    for (MatchResult snippet : snippets) {
      assertThat(unindented(source(snippet.group(1)))).contains(unindented(snippet.group(2)));
    }
  }

  private static String source(String file) throws IOException {
    String kind = file.endsWith(".java") ? "java" : "resources";
    String folder = "it/src/test/" + kind + "/dev/cenote/it/frameworks";
    return Files.readString(ROOT.resolve(folder).resolve(file));
  }

  private static String unindented(String text) {
    return text.replaceAll("(?m)^ +", "");
  }
}
