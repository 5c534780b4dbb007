package dev.cenote.testkit.database;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Skips a test, with the reason, where no MariaDB can start. */
final class MariaDbRequired {

  private MariaDbRequired() {}

  static MariaDbDatabase byMariaDb() {
    return by(MariaDbServer.Driver.MARIADB);
  }

  static MariaDbDatabase byMysql() {
    return by(MariaDbServer.Driver.MYSQL);
  }

  static MariaDbDatabase by(MariaDbServer.Driver driver) {
    Optional<String> reason = MariaDbDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return MariaDbDatabase.create(driver);
  }
}
