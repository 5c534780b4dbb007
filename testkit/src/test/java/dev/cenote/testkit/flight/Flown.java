package dev.cenote.testkit.flight;

import dev.cenote.testkit.contract.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of pools, and what is read back from it. */
final class Flown implements AutoCloseable {

  private final Recording recording = new Recording();
  private final Path file;

  private Flown(Path file) {
    this.file = file;
  }

  /** A recording of these events of pools, to which one may set more before it starts. */
  static Flown of(Path folder, String... events) {
    Flown flown = new Flown(folder.resolve("pool.jfr"));
    for (String event : events) {
      flown.enable(event);
    }
    return flown;
  }

  EventSettings enable(String event) {
    return recording.enable("dev.cenote." + event);
  }

  /** From now on everything of this kind counts, however short. */
  void enableAll(String... events) {
    for (String event : events) {
      enable(event).withThreshold(Duration.ZERO);
    }
  }

  Flown start() {
    recording.start();
    return this;
  }

  /** Ends it; the events of pools that it has, in order. */
  List<RecordedEvent> stop() throws IOException {
    recording.stop();
    recording.dump(file);
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.removeIf(Predicate.not(Flown::isOfPools));
    events.sort(Comparator.comparing(RecordedEvent::getStartTime));
    return events;
  }

  private static boolean isOfPools(RecordedEvent event) {
    return event.getEventType().getName().startsWith("dev.cenote.");
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    recording.close();
  }

  static List<RecordedEvent> only(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("dev.cenote." + name))
        .toList();
  }

  /** What a program of the JDK in use says. */
  static String said(Path folder, List<String> command) throws Exception {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!process.waitFor(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  static Path program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
