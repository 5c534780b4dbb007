package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.ErrorKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the pool does with a connection after an error that its borrower saw. */
@Timeout(60)
class DeadConnectionTest {

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void failOnce(CenoteDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThatThrownBy(() -> run(connection, sql)).isInstanceOf(SQLException.class);
    }
  }

  private static Map<RetireReason, Long> retiredAfter(CenoteDataSource pool, String sql)
      throws SQLException {
    try (pool) {
      failOnce(pool, sql);
      return pool.stats().retired();
    }
  }

  private static CenoteDataSourceBuilder one(String url) {
    return CenoteDataSource.builder().url(url).username("SA").poolSize(1).maxOverflow(0);
  }

  @Test
  void anErrorThatTheUserCallsDeadRetiresTheConnection() throws SQLException {
    String signal = "CALL SIGNAL('57P99', 'gone')";

    assertThat(retiredAfter(one("h2:mem:own").build(), signal))
        .doesNotContainKey(RetireReason.BROKEN);
    assertThat(retiredAfter(one("h2:mem:own").errorKind("57P99", ErrorKind.DEAD).build(), signal))
        .containsEntry(RetireReason.BROKEN, 1L);
  }

  @Test
  void anErrorThatTheUserCallsHarmlessDoesNot() throws SQLException {
    String signal = "CALL SIGNAL('08S03', 'failed over')";

    assertThat(retiredAfter(one("h2:mem:own").build(), signal))
        .containsEntry(RetireReason.BROKEN, 1L);
    assertThat(
            retiredAfter(one("h2:mem:own").errorKind("08S03", ErrorKind.HARMLESS).build(), signal))
        .doesNotContainKey(RetireReason.BROKEN);
  }

  @Test
  void aDatabaseThatWasShutDownAndCameBackCostsOneError() throws SQLException {
    String url = "jdbc:hsqldb:mem:back";
    // A check would find it, if a busy machine takes half a second for the shutdown.
    try (CenoteDataSource pool = one(url).validation(Validation.NEVER).build()) {
      try (Connection killer = DriverManager.getConnection(url, "SA", "")) {
        run(killer, "SHUTDOWN");
      }
      failOnce(pool, "VALUES 1");

      try (Connection next = pool.getConnection()) {
        run(next, "VALUES 1");
      }
      assertThat(pool.stats().retired()).containsEntry(RetireReason.BROKEN, 1L);
    }
  }

  @Test
  void aDriversOwnDataSourceIsKnownBeforeItsFirstConnection() {
    JDBCDataSource absent = new JDBCDataSource();
    absent.setUrl("jdbc:hsqldb:mem:absent;ifexists=true");
    absent.setUser("SA");

    assertThatThrownBy(() -> CenoteDataSource.builder().dataSource(absent).build())
        .hasMessageContaining("CENOTE-204"); // HSQLDB's -465 says so, and no standard does
  }
}
