package dev.cenote.bench.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class StubDriverTest {

  @Test
  void aQueryHasOneRow() throws Exception {
    try (Connection connection = StubDataSource.create().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void whatTheStubDoesNotDoItRefusesByName() throws Exception {
    Connection connection = StubDataSource.create().getConnection();

    assertThatThrownBy(() -> connection.prepareCall("CALL x()"))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("prepareCall");
  }

  @Test
  void aStatementGivenAgainIsOpen() throws Exception {
    Connection connection = StubDataSource.create().getConnection();
    Statement first = connection.createStatement();
    first.close();
    assertThat(first.isClosed()).isTrue();

    assertThat(connection.createStatement().isClosed()).isFalse();
  }
}
