package dev.cenote.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outcome as programs read it: every reading of every fork. */
final class JsonReport {

  private JsonReport() {}

  /** One object. */
  static String of(List<Outcome> outcomes, Settings settings, Machine machine) {
    return """
    {"machine": {"processors": %d, "system": "%s", "java": "%s"},
     "rounds": %d, "warmupSeconds": %d, "seconds": %d,
     "rows": [
    %s
     ]}
    """
        .formatted(
            machine.processors(),
            machine.system(),
            machine.java(),
            settings.rounds(),
            settings.warmupSeconds(),
            settings.seconds(),
            outcomes.stream().map(JsonReport::row).collect(Collectors.joining(",\n")));
  }

  private static String row(Outcome outcome) {
    Row row = outcome.row();
    String peers =
        List.of(Peer.values()).stream()
            .filter(peer -> !outcome.readingsOf(peer).isEmpty())
            .map(peer -> peer(outcome, peer))
            .collect(Collectors.joining(",\n"));
    return """
      {"row": "%s", "operation": "%s", "threads": %d, "connections": %d,
    %s}\
    """
        .formatted(row.key(), row.operation(), row.threads(), row.connections(), peers);
  }

  private static String peer(Outcome outcome, Peer peer) {
    return outcome.readingsOf(peer).stream()
        .map(JsonReport::reading)
        .collect(Collectors.joining(",\n     ", "   \"" + peer.key() + "\": [\n     ", "]"));
  }

  private static String reading(Reading reading) {
    return String.format(
        Locale.ROOT,
        "{\"cpuNanos\": %.2f, \"clockNanos\": %.2f, \"bytes\": %.2f, \"processors\": %.2f}",
        reading.cpuNanos(),
        reading.clockNanos(),
        reading.bytes(),
        reading.processors());
  }
}
