package dev.cenote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cenote.testkit.database.H2Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo as a user runs it. */
final class DemoTest {

  private static final Pattern STEP =
      Pattern.compile("<!-- from FirstSteps.java -->\\s+```java\\n(.*?)```", Pattern.DOTALL);

  private final RecordedTerminal terminal = new RecordedTerminal();

  @Test
  void shownAreATableForEachDatabaseAndTheRushOfTheClients() {
    int code = terminal.run("demo", "--db", "h2,sqlite", "--queries", "50", "--clients", "4");

    assertThat(terminal.err()).contains("50 queries without a pool").doesNotContain("Exception");
    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains("SELECT * FROM users WHERE id < 10, 50 times")
        .containsPattern("H2 2\\.\\S+ – shared memory \\(named\\); pool QUEUE 5 \\+ 10")
        .containsPattern("SQLite 3\\.\\S+ – shared memory \\(memdb\\); pool QUEUE 5 \\+ 10")
        .containsPattern("without pool .* 50  ██████████████████")
        .containsPattern("with Cenote .* 5  .*× (faster|slower)")
        .contains("Both ways have read the same 450 rows everywhere.")
        .contains("4 clients share a pool of 5 + 10 on H2")
        .containsPattern("\\d\\.\\d s  [█▒░·]{15}   *\\d+ borrowed")
        .contains("it adds up")
        .doesNotContain("\r", "\u001b");
  }

  @Test
  void atFirstTheStepsOfTheReadmeAreRunAndShownBesideWhatTheyDid() throws IOException {
    terminal.run("demo", "--db", "sqlite", "--queries", "50", "--clients", "2");

    String readme = Files.readString(Path.of("..", "README.md"));
    List<String> steps = STEP.matcher(readme).results().map(found -> found.group(1)).toList();
    assertThat(steps).hasSize(3);
    assertThat(terminal.out()).contains(steps.stream().map(step -> step.indent(2)).toList());
    assertThat(terminal.out())
        .contains("Pooling in three steps, on SQLite 3.")
        .containsSubsequence(
            "→ 5 connections open after ",
            ": 0 of 15 borrowed, 5 idle, nobody waits",
            "→ 9 rows after ",
            "→ 0 connections opened for them, 5 idle again",
            "→ 9 rows after ",
            "→ 0 connections opened for them, 5 idle again",
            "SELECT * FROM users");
  }

  @Test
  void withJsonStandardOutputIsOneObject() throws IOException {
    int code =
        terminal.run(
            "demo",
            "--json",
            "--db",
            "sqlite",
            "--queries",
            "50",
            "--clients",
            "8",
            "--pool-size",
            "1",
            "--max-overflow",
            "1");

    assertThat(code).isZero();
    assertThat(terminal.err()).contains("borrowed,").contains("SQLite");
    JsonNode report = new ObjectMapper().readTree(terminal.out());
    assertThat(terminal.out()).startsWith("{").endsWith("}" + System.lineSeparator());
    assertThat(report.at("/queries").asInt()).isEqualTo(50);
    JsonNode sqlite = report.at("/databases/0");
    assertThat(sqlite.at("/mode").asText()).isEqualTo("shared memory (memdb)");
    assertThat(sqlite.at("/poolKind").asText()).isEqualTo("QUEUE");
    assertThat(sqlite.at("/sameRows").asBoolean()).isTrue();
    assertThat(sqlite.at("/withoutPool/connectionsOpened").asInt()).isEqualTo(50);
    assertThat(sqlite.at("/withPool/connectionsOpened").asInt()).isEqualTo(1);
    assertThat(sqlite.at("/withPool/rows").asInt()).isEqualTo(450);
    assertThat(sqlite.at("/withPool/checksum").asText())
        .isEqualTo(sqlite.at("/withoutPool/checksum").asText());
    JsonNode rush = report.at("/rush");
    assertThat(rush.at("/addsUp").asBoolean()).isTrue();
    assertThat(rush.at("/waitingMax").asInt()).isBetween(1, 6);
    assertThat(rush.at("/acquired").asLong()).isEqualTo(rush.at("/queries").asLong());
    assertThat(rush.at("/atEnd/maximum").asInt()).isEqualTo(2);
  }

  @Test
  void onATerminalOneLineIsWrittenOverAndOver() {
    terminal.interactive().run("demo", "--db", "h2", "--queries", "50", "--clients", "4");

    assertThat(terminal.out()).contains("\r0.").contains("\u001b[1m").contains("\u001b[32m");
    assertThat(terminal.out().lines())
        .filteredOn(line -> line.startsWith("\r"))
        .as("states that were not written over")
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void clientsThatGiveUpAreCountedAndToldWhy() {
    int code =
        terminal.run(
            "demo",
            "--db",
            "h2",
            "--queries",
            "50",
            "--clients",
            "20",
            "--pool-size",
            "1",
            "--max-overflow",
            "0",
            "--timeout",
            "200ms");

    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains("times a client gave up. It was told:")
        // never earlier than asked
        .containsPattern("no connection within ([2-9]\\d\\d ms|\\d+(\\.\\d)? s)")
        .contains("CENOTE-101")
        .contains("it adds up");
  }

  @Test
  void aDatabaseOfTheUserIsLeftAsItWas() throws SQLException {
    try (H2Database database = H2Database.named();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE users (id INTEGER)");
      statement.execute("CREATE TABLE cenote_demo_users (mine VARCHAR(10))");
      statement.execute("INSERT INTO cenote_demo_users VALUES ('keep me')");
      String url = database.jdbcUrl() + ";USER=" + database.username();
      RecordedTerminal withPassword =
          new RecordedTerminal(Map.of("SECRET", String.valueOf(database.password())));

      int code =
          withPassword.run(
              "demo",
              "--url",
              url,
              "--password-env",
              "SECRET",
              "--queries",
              "50",
              "--clients",
              "4");

      assertThat(withPassword.err())
          .contains("made the table cenote_demo_users_2; it is dropped at the end")
          .contains("dropped the table cenote_demo_users_2");
      assertThat(code).isZero();
      assertThat(withPassword.out()).contains("SELECT * FROM cenote_demo_users_2 WHERE id < 10");
      assertThat(tables(statement)).containsExactlyInAnyOrder("USERS", "CENOTE_DEMO_USERS");
      try (ResultSet kept = statement.executeQuery("SELECT mine FROM cenote_demo_users")) {
        assertThat(kept.next()).isTrue();
        assertThat(kept.getString(1)).isEqualTo("keep me");
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
      while (tables.next()) {
        names.add(tables.getString(1));
      }
    }
    return names;
  }
}
