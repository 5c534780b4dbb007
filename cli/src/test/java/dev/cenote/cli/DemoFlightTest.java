package dev.cenote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording of the demo, read with the JDK's own program, as docs/monitoring tells it. */
@Timeout(300)
final class DemoFlightTest {

  private static final Pattern EVENT =
      Pattern.compile("^dev\\.cenote\\.(\\w+) \\{\\n(.*?)^}", Pattern.MULTILINE | Pattern.DOTALL);

  /** An event as it is printed. */
  private record Printed(String name, String text) {}

  @TempDir private Path folder;

  @Test
  void whatIsPrintedTellsWhatTheDemoDid() throws Exception {
    assumeThat(Path.of(program("jfr"))).as("the JDK's program jfr; this Java has none").exists();
    Path recording = folder.resolve("demo.jfr");
    JsonNode report = new ObjectMapper().readTree(demo(recording));

    List<Printed> events = printed(recording);

    JsonNode rush = report.at("/rush");
    int acquired = rush.at("/acquired").asInt();
    int gaveUp = rush.at("/gaveUp").asInt();
    int opened =
        1 // by the pool that prepares the database
            + report.at("/databases/0/withPool/connectionsOpened").asInt()
            + rush.at("/connectionsOpened").asInt();
    assertThat(gaveUp).as("clients that gave up").isPositive();

    assertThat(of(events, "Open")).hasSize(opened);
    assertThat(of(events, "Retire"))
        .hasSize(opened)
        .allMatch(event -> event.text().contains("reason = \"POOL_CLOSED\""));
    List<Printed> ofClients =
        of(events, "Acquire").stream()
            .filter(event -> event.text().contains("eventThread = \"client-"))
            .toList();
    assertThat(ofClients)
        .filteredOn(event -> event.text().contains("outcome = \"lent\""))
        .hasSize(acquired);
    assertThat(ofClients)
        .filteredOn(event -> event.text().contains("outcome = \"CENOTE-"))
        .hasSize(gaveUp);
    assertThat(of(events, "Hold"))
        .filteredOn(event -> event.text().contains("borrower = \"client-"))
        .hasSize(acquired)
        .allMatch(event -> event.text().contains("outcome = \"returned\""));
    assertThat(of(events, "Timeout"))
        .hasSize(gaveUp)
        .allMatch(event -> event.text().contains("pool = \"demo\""))
        .anyMatch(event -> event.text().contains("code = \"CENOTE-101\""))
        .anyMatch(event -> event.text().contains("borrowed = 2\n  permitted = 2\n"))
        .anyMatch(event -> event.text().contains("Rush$Client.borrow()"));
  }

  private List<Printed> printed(Path recording) throws Exception {
    String printed =
        said(
            List.of(
                program("jfr"),
                "print",
                "--stack-depth",
                "20",
                "--events",
                "dev.cenote.*",
                recording.toString()));
    return EVENT
        .matcher(printed.replace(System.lineSeparator(), "\n"))
        .results()
        .map(found -> new Printed(found.group(1), found.group(2)))
        .toList();
  }

  private static List<Printed> of(List<Printed> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  /** Runs the command in a JVM of its own, with everything recorded however short. */
  private String demo(Path recording) throws Exception {
    Path arguments = folder.resolve("arguments");
    String classes = System.getProperty("java.class.path").replace("\\", "\\\\");
    Files.writeString(arguments, "-cp \"" + classes + "\"");
    return said(
        List.of(
            program("java"),
            "-Xlog:jfr+startup=error", // else it says on standard output that it records
            "-XX:StartFlightRecording:filename="
                + recording
                + ",+dev.cenote.Acquire#threshold=0ms,+dev.cenote.Hold#threshold=0ms",
            "@" + arguments,
            Main.class.getName(),
            "demo",
            "--json",
            "--db",
            "h2",
            "--queries",
            "50",
            "--clients",
            "40",
            "--pool-size",
            "1",
            "--max-overflow",
            "1",
            "--timeout",
            "200ms"));
  }

  private String said(List<String> command) throws Exception {
    File said = Files.createTempFile(folder, "said", "").toFile();
    File complained = folder.resolve("complained").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(said).redirectError(complained).start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    Process unused = process.destroyForcibly();
    assertThat(ended).as("ended in time").isTrue();
    assertThat(process.exitValue()).as(Files.readString(complained.toPath())).isZero();
    return Files.readString(said.toPath());
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
