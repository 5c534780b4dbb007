package dev.cenote.it.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of every event of ours, however short. */
final class FlightWay implements AutoCloseable {

  static final String NAME = "flight recording";

  private static final String OURS = "dev.cenote.";

  private static final List<String> EVENTS =
      List.of(
          "Acquire",
          "Hold",
          "Open",
          "OpenFailed",
          "Validate",
          "Retire",
          "Timeout",
          "Refused",
          "LeakSuspected",
          "Reconfigure");

  private final Outputs outputs;
  private final Path file;
  private final Recording recording = new Recording();
  private final Set<String> seen = new TreeSet<>();

  FlightWay(Outputs outputs, Path folder) {
    this.outputs = outputs;
    file = folder.resolve("canary.jfr");
    EVENTS.forEach(name -> recording.enable(OURS + name).withThreshold(Duration.ZERO));
    recording.enable(OURS + "Planted").withThreshold(Duration.ZERO);
    recording.enable(OURS + "PoolState").with("period", "100 ms");
    recording.start();
  }

  /** The names of the events that were recorded; to be asked once it is closed. */
  Set<String> seen() {
    return seen;
  }

  /** The names of all events that pools have, whether this JVM has met them or not. */
  static Set<String> ofPools() {
    Set<String> names = new TreeSet<>();
    EVENTS.forEach(name -> names.add(OURS + name));
    names.add(OURS + "PoolState");
    return names;
  }

  /** The names of all events of ours that this JVM has met. */
  static Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (type.getName().startsWith(OURS)) {
        known.add(type.getName());
      }
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    recording.stop();
    recording.dump(file);
    recording.close();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().startsWith(OURS)) {
        seen.add(event.getEventType().getName());
        outputs.add(NAME, event);
        for (ValueDescriptor field : event.getFields()) {
          Object value = event.getValue(field.getName());
          outputs.add(NAME, value);
        }
      }
    }
    byte[] raw = Files.readAllBytes(file); // the constants too that no event refers to
    outputs.add(NAME, new String(raw, StandardCharsets.ISO_8859_1));
    outputs.add(NAME, new String(raw, StandardCharsets.UTF_16LE));
    outputs.add(NAME, new String(raw, StandardCharsets.UTF_16BE));
  }
}
