package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OrdersPoolTest {

  @Test
  void aCommitThatFailsCostsItsConnectionAndNoOther() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        CenoteDataSource pool = CenoteDataSource.create(database.url())) {
      database.on("commit").once().failing("08006");
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      }
      try (Connection next = pool.getConnection()) {
        assertThat(next.isValid(1)).isTrue();
      }
    }
  }
}
