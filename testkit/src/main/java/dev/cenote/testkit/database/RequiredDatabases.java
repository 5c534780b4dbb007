package dev.cenote.testkit.database;

import java.util.List;
import java.util.Optional;

/** What must not be skipped, where somebody says so: a server that should be there and is not. */
final class RequiredDatabases {

  /** Names with commas between. */
  private static final String VARIABLE = "REQUIRED_TEST_DATABASES";

  private RequiredDatabases() {}

  /** Why a test is skipped; throws if it must not be. */
  static Optional<String> reason(String name, RuntimeException unavailable) {
    return reason(name, System.getenv().getOrDefault(VARIABLE, ""), unavailable);
  }

  static Optional<String> reason(String name, String required, RuntimeException unavailable) {
    if (List.of(required.split("[,\\s]+")).contains(name)) {
      throw new IllegalStateException(
          VARIABLE + " names " + name + ": " + unavailable.getMessage(), unavailable);
    }
    return Optional.of(String.valueOf(unavailable.getMessage()));
  }
}
