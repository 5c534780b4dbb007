package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavepointTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSavepointInAutoCommitLeavesTheNextBorrowerNoTransaction(boolean commits)
      throws SQLException {
    try (SmallPool pool = SmallPool.sqlite()) {
      try (CenoteConnection connection = pool.borrow()) {
        connection.setSavepoint();
        if (commits) {
          connection.commit();
        }
        assertThat(connection.getAutoCommit()).as("so SQLite's driver does").isFalse();
      }

      assertThat(pool.raw.get(0).getAutoCommit()).isTrue();
      try (CenoteConnection next = pool.borrow()) {
        assertThat(next.getAutoCommit()).isTrue();
      }
      assertThat(pool.raw).as("connections opened").hasSize(1);
    }
  }
}
