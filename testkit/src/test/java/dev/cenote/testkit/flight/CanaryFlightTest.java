package dev.cenote.testkit.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No secret gets into a flight recording, however the driver talks. */
@Timeout(120)
class CanaryFlightTest {

  private static final String CANARY = "c4n4ry";

  @TempDir private Path folder;

  private static CenoteDataSource fullOfSecrets(FakeDatabase database) {
    return CenoteDataSource.builder()
        .url(database.url() + "?password=" + CANARY)
        .username("app")
        .password(CANARY)
        .property("sslpassword", CANARY)
        .initSql("SET SESSION secret = '" + CANARY + "'")
        .poolSize(1)
        .maxOverflow(0)
        .validation(Validation.ALWAYS)
        .acquireTimeout(Duration.ofSeconds(2))
        .onStart(OnStart.WAIT_FILLED)
        .build();
  }

  @Test
  void noSecretIsInAnyEvent() throws Exception {
    List<RecordedEvent> events;
    Path file;
    try (FakeDatabase database = FakeDatabase.named("secret-orders");
        Flown flown =
            Flown.of(folder, "Open", "OpenFailed", "Retire", "Timeout", "Refused", "Reconfigure")) {
      flown.enableAll("Acquire", "Hold", "Validate");
      flown.enable("PoolState").with("period", "endChunk");
      flown.start();
      try (CenoteDataSource pool = fullOfSecrets(database)) {
        try (Connection connection = pool.getConnection()) {
          Stage.use(connection);
          assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        }
        database
            .on("Statement.executeQuery")
            .once()
            .throwing(() -> new SQLException("in use: " + CANARY, "08006"));
        try (Connection connection = pool.getConnection()) {
          assertThatThrownBy(() -> Stage.use(connection)).isInstanceOf(SQLException.class);
        }
        database.on("close").always().throwing(() -> new SQLException("open: " + CANARY, "08006"));
        pool.invalidateAll();
        database.on("isValid").always().throwing(() -> new SQLException("bad: " + CANARY, "08006"));
        database.refuse(new SQLException("no " + CANARY + " at " + database.url(), "08001"));
        pool.resize(2, 0); // not before: what it opens would be lent
        assertThatThrownBy(pool::getConnection)
            .isInstanceOf(SQLException.class)
            .hasStackTraceContaining("no *** at")
            .satisfies(failure -> assertThat(failure).hasMessageNotContaining(CANARY));
        events = flown.stop();
        file = flown.file();
      }
    }
    assertThat(events.stream().map(event -> event.getEventType().getName()).distinct()).hasSize(10);
    assertThat(events).noneMatch(event -> event.toString().contains(CANARY));
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain(CANARY);
  }
}
