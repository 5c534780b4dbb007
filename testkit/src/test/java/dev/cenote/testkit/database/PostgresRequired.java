package dev.cenote.testkit.database;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Skips a test, with the reason, where no PostgreSQL can start. */
final class PostgresRequired {

  private PostgresRequired() {}

  static EmbeddedPostgresDatabase database() {
    Optional<String> reason = EmbeddedPostgresDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return EmbeddedPostgresDatabase.create();
  }
}
