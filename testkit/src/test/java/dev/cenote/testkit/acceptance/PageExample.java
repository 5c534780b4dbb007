package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text that a page of docs/errors shows as an example, and how it is compared: numbers, times,
 * names of threads and places stand for themselves.
 */
final class PageExample {

  private static final Path PAGES =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "errors");

  private static final String FENCE = "```\n";

  private PageExample() {}

  static String of(ErrorCode code) throws IOException {
    return of(code, 0);
  }

  /** The example after so many others. */
  static String of(ErrorCode code, int before) throws IOException {
    String page = Files.readString(PAGES.resolve(code.id() + ".md"));
    int begin = page.indexOf(FENCE, page.indexOf("## Example")) + FENCE.length();
    int end = page.indexOf("\n" + FENCE, begin);
    for (int i = 0; i < before; i++) {
      begin = page.indexOf(FENCE, end + 1 + FENCE.length()) + FENCE.length();
      end = page.indexOf("\n" + FENCE, begin);
    }
    return page.substring(begin, end);
  }

  /** What the pool said is the example on the code's page, but for names and numbers. */
  static void assertSaid(String told, ErrorCode code) throws IOException {
    assertSaid(told, code, 0);
  }

  /** It is the example after so many others. */
  static void assertSaid(String told, ErrorCode code, int before) throws IOException {
    assertThat(plain(told)).isEqualTo(plain(of(code, before)));
  }

  static String plain(String text) {
    return text.replace(System.lineSeparator(), "\n")
        .replaceAll(" \\(and \\d+ more like it since the last such line\\)$", "")
        .replaceAll("(\\n +(?:at|\\.\\.\\.) [^\\n]*)+", "\n AT")
        .replaceAll(
            "(?:localhost|db|127\\.0\\.0\\.1):\\d+/orders|fake:fake-\\d+|h2:mem:orders", "PLACE")
        .replaceAll("(?:localhost|db|127\\.0\\.0\\.1):\\d+", "HOST")
        .replaceAll("\\d+(\\.\\d+)? (ms|s|µs|min|h)\\b( \\d+ (s|min)\\b)?", "TIME")
        .replaceAll("TIME to TIME", "TIME")
        .replaceAll("[A-Za-z]\\w*(\\.\\w+)+:\\d+( > [A-Za-z]\\w*(\\.\\w+)+:\\d+)*", "SITE")
        .replaceAll("now in \\w+(\\.\\w+)+", "now in METHOD")
        .replaceAll("by thread \\w\\S*", "by thread NAME")
        .replaceAll("thread \"[^\"]*\"", "thread \"NAME\"")
        .replaceAll("Drivers there are: .* \\[", "Drivers there are: DRIVERS [")
        .replaceAll("(?<!CENOTE-)\\b\\d+", "N");
  }
}
