package dev.cenote.testkit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Counts the checks that a pool has made, each a round trip, from now on. */
final class CheckCount implements AutoCloseable {

  private static final String CHECK = "dev.cenote.Validate";

  private final String pool;
  private final Recording recording = new Recording();

  /** Has the recorder loaded: in a new JVM that takes up to a second, and a pool gets old. */
  static void warmUp() {
    try (Recording first = new Recording()) {
      first.start();
    }
  }

  CheckCount(String pool) {
    this.pool = pool;
    recording.enable(CHECK).withThreshold(Duration.ZERO).withoutStackTrace();
    recording.start();
  }

  /** Ends it and says how many there were. */
  long stop() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("checks", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals(CHECK))
          .filter(event -> event.getString("pool").equals(pool))
          .count();
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
