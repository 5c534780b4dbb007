package dev.cenote.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The source of {@link FirstSteps}, as it was compiled. */
final class StepSource {

  private static final String FILE = "FirstSteps.java";

  private StepSource() {}

  /** The lines of one step, without their common indentation. */
  static List<String> of(String step) {
    String text = text();
    int mark = text.indexOf("// step: " + step + "\n");
    int begin = text.indexOf('\n', mark) + 1;
    int end = text.indexOf("// end\n", begin);
    if (mark < 0 || end < 0) {
      throw new IllegalStateException("bug: no step " + step + " in " + FILE);
    }
    return text.substring(begin, text.lastIndexOf('\n', end)).stripIndent().lines().toList();
  }

  private static String text() {
    try (InputStream source = StepSource.class.getResourceAsStream(FILE)) {
      if (source == null) {
        throw new IllegalStateException("bug: " + FILE + " is not among the resources");
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
