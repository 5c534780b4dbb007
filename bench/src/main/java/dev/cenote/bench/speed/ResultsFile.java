package dev.cenote.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records, a line of JSON each; nothing is ever taken out. Not safe for threads. */
final class ResultsFile {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  ResultsFile(Path file) {
    this.file = file;
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

  /** In the order they were measured; a line that was cut off by a crash does not count. */
  List<Result> read() throws IOException {
    List<Result> results = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        parse(line).ifPresent(results::add);
      }
    }
    return results;
  }

  private static Optional<Result> parse(String line) {
    try {
      return Optional.of(JSON.readValue(line, Result.class));
    } catch (JsonProcessingException cutOff) {
      return Optional.empty();
    }
  }
}
