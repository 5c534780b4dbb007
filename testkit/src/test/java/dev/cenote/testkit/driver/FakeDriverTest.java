package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class FakeDriverTest {

  @Test
  void driverManagerFindsARunningDatabaseByItsUrl() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        Connection connection = DriverManager.getConnection(database.url(), "app", "secret")) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(database.sessionOf(connection).user()).isEqualTo("app");
    }
  }

  @Test
  void whatFollowsTheNameInTheUrlIsIgnored() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        Connection connection = DriverManager.getConnection(database.url() + "?ssl=true")) {
      assertThat(database.sessionOf(connection).isOpen()).isTrue();
    }
  }

  @Test
  void aDatabaseThatWasClosedIsUnknown() {
    FakeDatabase other = FakeDatabase.named("still-running");
    FakeDatabase database = FakeDatabase.named("orders");
    database.close();
    try (other) {
      assertThatThrownBy(() -> DriverManager.getConnection("jdbc:fake:orders"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("orders")
          .hasMessageContaining("still-running")
          .hasFieldOrPropertyWithValue("SQLState", "08001");
    }
  }

  @Test
  void aNameCanBeUsedAgainAfterCloseButNotBefore() {
    try (FakeDatabase first = FakeDatabase.named("twice")) {
      assertThatThrownBy(() -> FakeDatabase.named("twice"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(first.name());
    }
    FakeDatabase.named("twice").close();
  }

  @Test
  void theDriverLeavesUrlsOfOthersAlone() throws SQLException {
    FakeDriver driver = new FakeDriver();

    assertThat(driver.acceptsURL("jdbc:h2:mem:x")).isFalse();
    assertThat(driver.connect("jdbc:h2:mem:x", new Properties())).isNull();
  }

  @Test
  void aDriverMadeByAFrameworkReachesTheSameDatabases() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        Connection connection = new FakeDriver().connect(database.url(), new Properties())) {
      assertThat(connection).isNotNull();
      assertThat(database.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void driverManagerForgetsTheDriverWithTheLastDatabase() {
    FakeDatabase.create().close();

    assertThat(DriverManager.drivers()).doesNotHaveAnyElementsOfTypes(FakeDriver.class);
  }

  @Test
  void theDataSourceOpensAnotherConnectionEachTime() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        Connection first = database.dataSource().getConnection();
        Connection second = database.dataSource().getConnection("app", "secret")) {
      assertThat(first).isNotSameAs(second).isNotEqualTo(second);
      assertThat(database.sessionOf(second).number()).isEqualTo(2);
      assertThat(database.dataSource().unwrap(FakeDataSource.class).database()).isSameAs(database);
    }
  }
}
