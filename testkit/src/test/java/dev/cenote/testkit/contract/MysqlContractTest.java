package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.MariaDbDatabase;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The contract over a real MariaDB by MySQL's driver; skipped, with the reason, where none is. */
class MysqlContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    Optional<String> reason = MariaDbDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return MariaDbDatabase.create(MariaDbServer.Driver.MYSQL);
  }
}
