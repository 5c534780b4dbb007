package dev.cenote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said when something goes wrong at run time: one line, exit code 1, no stack trace. */
final class FailureTest {

  private static final String STACK_FRAME = "\tat ";

  private final RecordedTerminal terminal = new RecordedTerminal(Map.of("SECRET", "hunter2"));

  @Test
  @Timeout(60)
  void aDatabaseThatIsNotThereIsNamedWithHostPortAndCause() throws IOException {
    String place = "127.0.0.1:" + closedPort();
    long begun = System.nanoTime();

    int code =
        terminal.run(
            "demo", "--url", "postgresql://" + place + "/shop", "--password-env", "SECRET");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .contains(place)
        .contains("refused")
        .contains("CENOTE-201")
        .doesNotContain(STACK_FRAME)
        .doesNotContain("hunter2");
    assertThat(terminal.out()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  @Timeout(60)
  void aServerThatNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String place = "127.0.0.1:" + silent.getLocalPort();

      assertThat(terminal.run("demo", "--url", "postgresql://" + place + "/shop")).isEqualTo(1);
      assertThat(terminal.err()).contains(place).contains("CENOTE-203").doesNotContain(STACK_FRAME);
    }
  }

  @Test
  void aWrongPasswordIsAnsweredAtOnceWithTheTextOfTheServer() {
    Optional<String> unavailable = EmbeddedPostgresDatabase.unavailability();
    assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create()) {
      // Before its deadline of five seconds; a busy machine may take that long once.
      Stage.eventually(() -> assertThat(timeToRefuse(database)).isLessThan(Duration.ofSeconds(4)));
    }
  }

  private Duration timeToRefuse(EmbeddedPostgresDatabase database) {
    long begun = System.nanoTime();

    int code =
        terminal.run(
            "demo",
            "--url",
            database.jdbcUrl(),
            "--user",
            database.username(),
            "--password-env",
            "SECRET");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .contains("password authentication failed for user \"app\"")
        .contains("CENOTE-204")
        .doesNotContain(STACK_FRAME)
        .doesNotContain("hunter2");
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void aStackTraceIsShownOnlyIfAskedFor() {
    String[] demo = {"demo", "--url", "jdbc:h2:./target/no-such-database;IFEXISTS=TRUE"};

    assertThat(terminal.run(demo)).isEqualTo(1);
    assertThat(terminal.err()).contains("no-such-database").doesNotContain(STACK_FRAME);

    assertThat(terminal.run(demo[0], "--verbose", demo[1], demo[2])).isEqualTo(1);
    assertThat(terminal.err()).contains(STACK_FRAME).contains("JdbcSQLNonTransientConnection");
  }

  @Test
  void whatNobodyExpectedIsOneLineToo() {
    Failure failure = Failure.of(new IllegalStateException("bug: no such state"));

    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.text()).contains("bug: no such state").contains("--verbose");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
