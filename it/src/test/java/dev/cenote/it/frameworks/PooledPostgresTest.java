package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What watches over the programs of the frameworks sees what a program could leave. */
final class PooledPostgresTest {

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  @Test
  void aConnectionThatIsNotGivenBackIsSeen() throws SQLException {
    try (Connection kept = POSTGRES.pool().getConnection()) {
      assertThatThrownBy(POSTGRES::assertNothingIsLeft).hasMessageContaining("not given back");
      kept.setAutoCommit(false);
    }
    assertThatCode(POSTGRES::assertNothingIsLeft).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "SET statement_timeout = 1000, RESET statement_timeout",
    "SET search_path = pg_catalog, RESET search_path",
    "SELECT pg_advisory_lock(1), SELECT pg_advisory_unlock(1)",
    "CREATE TEMPORARY TABLE mine (id int), DROP TABLE IF EXISTS mine",
    "LISTEN mine, UNLISTEN mine"
  })
  void whatWasChangedBySqlIsSeen(String change, String undo) throws SQLException {
    try (Connection connection = POSTGRES.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(change);
      assertThatCode(() -> SessionView.of(connection)).doesNotThrowAnyException();
    }
    assertThatThrownBy(POSTGRES::assertNothingIsLeft).isInstanceOf(AssertionError.class);
    undoOnAll(undo);
  }

  private static void undoOnAll(String undo) throws SQLException {
    try (Connection one = POSTGRES.pool().getConnection();
        Connection other = POSTGRES.pool().getConnection()) {
      for (Connection connection : new Connection[] {one, other}) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(undo);
        }
      }
    }
  }
}
