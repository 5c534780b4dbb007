package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class RequiredDatabasesTest {

  private final RuntimeException absent = new IllegalStateException("no mariadbd here");

  @Test
  void aServerThatNobodyRequiresIsSkippedWithTheReason() {
    assertThat(RequiredDatabases.reason("mariadb", "", absent)).contains("no mariadbd here");
    assertThat(RequiredDatabases.reason("mariadb", "postgresql", absent)).isPresent();
    assertThat(RequiredDatabases.reason("mariadb", "mariadb-old", absent)).isPresent();
  }

  @Test
  void aServerThatIsRequiredFailsItsTestsWithTheReason() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RequiredDatabases.reason("mariadb", "postgresql, mariadb", absent))
        .withMessage("REQUIRED_TEST_DATABASES names mariadb: no mariadbd here")
        .withCause(absent);
  }
}
