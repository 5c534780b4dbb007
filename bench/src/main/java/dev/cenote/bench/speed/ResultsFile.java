package dev.cenote.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
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
        (isCutOff() ? "\n" : "") + JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Whether a crash has left a line without its end, to which the next would be glued. */
  private boolean isCutOff() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - 1);
      return in.read() != '\n';
    }
  }

  /** In the order they were measured; a line that was cut off by a crash does not count. */
  List<Result> read() throws IOException {
    List<Result> results = new ArrayList<>();
    if (Files.exists(file)) {
      // not readAllLines, which refuses the file if a letter of several bytes was cut off
      new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> parse(line).ifPresent(results::add));
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
