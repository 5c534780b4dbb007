package dev.cenote.bench.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class StubDriverTest {

  @Test
  void aQueryHasOneRow() throws Exception {
    try (Connection connection = StubDriver.openOne();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void whatTheStubDoesNotDoItRefusesByName() throws Exception {
    Connection connection = StubDriver.openOne();

    assertThatThrownBy(() -> connection.prepareCall("CALL x()"))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("prepareCall");
  }

  @Test
  void openingTakesAsLongAsTheUrlSaysAndIsCounted() throws Exception {
    int begun = Traffic.begun();
    int open = Traffic.open();
    long began = System.nanoTime();
    Connection connection = DriverManager.getConnection(StubDriver.target(20).url());
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(20_000_000);
    assertThat(Traffic.begun() - begun).isEqualTo(1);
    assertThat(Traffic.open() - open).isEqualTo(1);

    connection.close();
    connection.close();
    assertThat(Traffic.open()).isEqualTo(open);
  }

  @Test
  void aStatementGivenAgainIsOpen() throws Exception {
    Connection connection = StubDriver.openOne();
    Statement first = connection.createStatement();
    first.close();
    assertThat(first.isClosed()).isTrue();

    assertThat(connection.createStatement()).isSameAs(first);
    assertThat(first.isClosed()).isFalse();
  }

  @Test
  void besideAnOpenStatementAnotherOneIsGivenAndAgain() throws Exception {
    Connection connection = StubDriver.openOne();
    Statement open = connection.createStatement();
    Statement another = connection.createStatement();
    assertThat(another).isNotSameAs(open);
    another.close();

    assertThat(connection.createStatement()).isSameAs(another);
    assertThat(open.isClosed()).isFalse();
  }
}
