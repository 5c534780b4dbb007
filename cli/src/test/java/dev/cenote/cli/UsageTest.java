package dev.cenote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to somebody who does not know the command, or mistypes it. */
final class UsageTest {

  private final RecordedTerminal terminal = new RecordedTerminal();

  @Test
  void helpTeachesWhatAPoolIsAndWhatToTry() {
    int code = terminal.run("--help");

    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains("A pool keeps a few database connections open")
        .contains("  demo  ")
        .contains("cenote demo --db sqlite,h2");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void helpOfTheDemoSaysWhatIsMeasuredAndNamesEveryOption() {
    int code = terminal.run("demo", "--help");

    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains("SELECT * FROM users WHERE id < 10")
        .contains("cenote_demo_users")
        .contains("--url", "--user", "--password-env", "--db", "--queries", "--clients")
        .contains("--pool-size", "--max-overflow", "--timeout", "--json", "--verbose")
        .contains("Exit code");
  }

  @Test
  void helpFitsTheUsualTerminal() {
    terminal.run("demo", "--help");
    terminal.run("--help");

    assertThat(terminal.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void withoutACommandItNamesThem() {
    assertThat(terminal.run()).isEqualTo(2);
    assertThat(terminal.err()).contains("demo").contains("cenote --help");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearestOne() {
    assertThat(terminal.run("demo", "--querys", "5")).isEqualTo(2);
    assertThat(terminal.err()).contains("unknown option '--querys'. Did you mean --queries?");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void anUnknownUrlFormIsAnsweredWithTheKnownOnes() {
    assertThat(terminal.run("demo", "--url", "db.example.org/shop")).isEqualTo(2);
    assertThat(terminal.err())
        .contains("jdbc:...")
        .contains("postgresql://user:password@host:port/database")
        .contains("sqlite:///file");
  }

  @Test
  void aUrlWithoutDriverSaysWhichOneToAdd() {
    assertThat(terminal.run("demo", "--url", "oracle:thin:x")).isEqualTo(2);
    assertThat(terminal.run("demo", "--url", "jdbc:oracle:thin:@db:1521/x")).isEqualTo(2);
    assertThat(terminal.err()).contains("com.oracle.database.jdbc:ojdbc11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--queries 0               | --queries must be 1 to",
        "--queries many            | 'many' is not an int",
        "--clients 0               | --clients must be 1 to",
        "--pool-size -1            | --pool-size must be 0 or more",
        "--max-overflow -1         | --max-overflow must be 0 or more",
        "--pool-size 0 --max-overflow 0 | are both 0",
        "--timeout 5               | say the unit, for example 5s or 5ms",
        "--timeout soon            | '--timeout': 'soon'",
        "--db oracle               | there are postgres, sqlite, h2; for any other use --url",
        "--db h2 --url h2:mem:x    | --db and --url exclude each other",
        "--user app                | --user goes with --url",
        "--password-env SECRET     | --password-env goes with --url",
        "--url h2:mem:x --password-env NONE | environment variable NONE is not set",
        "shop                      | unknown argument 'shop'",
      })
  void aWrongOptionIsExplained(String args, String said) {
    assertThat(terminal.run(("demo " + args).split(" "))).isEqualTo(2);
    assertThat(terminal.err()).contains(said).contains("'cenote demo --help' explains it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--password hunter2",
        "--password=hunter2",
        "--pass hunter2",
        "--pasword=hunter2",
        "postgresql://app:hunter2@db/shop",
        "--url ftp://app:hunter2@db/shop",
        "--url app:hunter2@db/shop",
        "--url postgresql://app:hunter2@db:port/shop",
        "--url jdbc:nosuch://db/shop?user=app&password=hunter2",
        "--url postgresql://app:hunter2@db/shop --verbose --db h2",
      })
  void aPasswordInTheWrongPlaceIsNotRepeated(String args) {
    assertThat(terminal.run(("demo " + args).split(" "))).isEqualTo(2);
    assertThat(terminal.err()).isNotEmpty().doesNotContain("hunter2");
    assertThat(terminal.out()).doesNotContain("hunter2");
  }

  @Test
  void insteadOfAPasswordItAsksForAVariable() {
    RecordedTerminal withVariable = new RecordedTerminal(Map.of("SECRET", "hunter2"));

    assertThat(withVariable.run("demo", "--url", "h2:mem:x", "--password", "x")).isEqualTo(2);
    assertThat(withVariable.err()).contains("there is no --password").contains("--password-env");
  }

  @Test
  void theVersionIsThatOfThePool() {
    assertThat(terminal.run("--version")).isZero();
    assertThat(terminal.out()).startsWith("cenote ");
  }
}
