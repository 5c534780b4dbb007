package dev.cenote.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finished cells, a line of JSON each; a later line replaces an earlier one of the same cell. So a
 * run that was ended can go on where it stopped. Not safe for threads.
 */
final class ResultsFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  ResultsFile(Path file) {
    this.file = file;
  }

  /** Forgets all of it. */
  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  void append(Result result) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file,
        JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The cells as they are now; a line that was cut off by a crash does not count. */
  List<Result> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<String, Result> results = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      parse(line).ifPresent(result -> results.put(result.row() + " " + result.pool(), result));
    }
    return List.copyOf(results.values());
  }

  private static Optional<Result> parse(String line) {
    try {
      return Optional.of(JSON.readValue(line, Result.class));
    } catch (JsonProcessingException cutOff) {
      return Optional.empty();
    }
  }
}
