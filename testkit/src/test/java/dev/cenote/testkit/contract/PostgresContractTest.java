package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The contract over a real PostgreSQL; skipped, with the reason, where none can start. */
class PostgresContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    Optional<String> reason = EmbeddedPostgresDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return EmbeddedPostgresDatabase.create();
  }
}
