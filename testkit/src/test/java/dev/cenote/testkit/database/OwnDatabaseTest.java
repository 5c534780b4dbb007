package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class OwnDatabaseTest {

  @Test
  void itConnectsByUrlAndLoginAndLeavesNoTable() throws SQLException {
    try (HsqldbDatabase somebodys = HsqldbDatabase.create()) {
      OwnDatabase own =
          OwnDatabase.at(somebodys.jdbcUrl())
              .login(somebodys.username(), somebodys.password())
              .answering(somebodys.query());
      for (int time = 0; time < 2; time++) {
        try (Connection connection = own.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE cenote_numbers (n INT)");
          statement.execute(own.query());
        }
        own.close();
      }
      assertThatCode(own::close).as("nothing to drop").doesNotThrowAnyException();
      assertThatThrownBy(() -> own.connect("wrong")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void capabilitiesAddUp() {
    OwnDatabase own =
        OwnDatabase.at("jdbc:any").thatCan(Capability.TABLES).thatCan(Capability.SCHEMA);
    assertThat(own.capabilities()).containsExactly(Capability.TABLES, Capability.SCHEMA);
    assertThat(own.can(Capability.CATALOG)).isFalse();
  }

  @Test
  void nobodySeesWhatTheServerOfAnUnknownDatabaseSees() {
    OwnDatabase own = OwnDatabase.at("jdbc:any");
    assertThatThrownBy(() -> own.thatCan(Capability.SERVER_VIEW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
