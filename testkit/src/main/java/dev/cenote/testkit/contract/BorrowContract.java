package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Borrowing a connection and giving it back. */
public interface BorrowContract extends ContractTopic {

  @Test
  default void aBorrowedConnectionWorks(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection()) {
      stage.query(connection);
      assertThat(connection.isClosed()).isFalse();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  default void aReturnedConnectionIsLentAgainInsteadOfOpeningAnother(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(1, 3);
    Set<Connection> physical = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 20; i++) {
      try (Connection connection = pool.getConnection()) {
        stage.query(connection);
        physical.add(stage.physical(connection));
      }
    }
    assertThat(physical).hasSize(1);
    stage.assertOpened(pool, 1);
    assertThat(pool.stats().acquired()).isEqualTo(20);
  }

  @Test
  default void connectionsBorrowedAtTheSameTimeAreDifferent(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(2, 2);
    List<Connection> borrowed = stage.borrowSeveral(pool, 4);
    Set<Connection> physical = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Connection connection : borrowed) {
      physical.add(stage.physical(connection));
    }
    assertThat(physical).hasSize(4);
    Stage.giveBack(borrowed);
  }

  @Test
  default void noTwoThreadsEverHaveTheSameConnection(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(2, 1);
    long before = pool.stats().acquired();
    Set<Connection> inUse =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    List<Background<Integer>> clients = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      clients.add(
          Background.call(() -> {
            int cycles = 0;
            for (; cycles < 200; cycles++) {
              try (Connection connection = pool.getConnection()) {
                Connection physical = stage.physical(connection);
                assertThat(inUse.add(physical)).as("lent to one only").isTrue();
                stage.query(connection);
                inUse.remove(physical);
              }
            }
            return cycles;
          }));
    }
    for (Background<Integer> client : clients) {
      assertThat(client.result()).isEqualTo(200);
    }
    assertThat(pool.stats().acquired() - before).isEqualTo(8 * 200);
    stage.assertOpenedAtMost(pool, 3);
  }

  @Test
  default void closingTwiceGivesBackOnce(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 1);
    Connection first = pool.getConnection();
    first.close();
    Connection second = pool.getConnection();

    first.close();

    assertThat(pool.stats().leased()).isEqualTo(1);
    assertThat(second.isClosed()).isFalse();
    stage.query(second);
    Connection third = stage.borrowSeveral(pool, 1).get(0);
    assertThat(stage.physical(third)).isNotSameAs(stage.physical(second));
    second.close();
    third.close();
  }

  @Test
  default void closingFromManyThreadsAtOnceGivesBackOnce(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(1, 1);
    for (int round = 0; round < 50; round++) {
      Connection connection = pool.getConnection();
      Statement leaked = connection.createStatement();
      List<Background<Boolean>> closers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        closers.add(
            Background.call(() -> {
              connection.close();
              return true;
            }));
      }
      for (Background<Boolean> closer : closers) {
        assertThat(closer.result()).isTrue();
      }
      assertThat(leaked.isClosed()).isTrue();
      assertThat(pool.stats().leased()).isZero();
    }
    stage.assertWhole(pool);
  }

  @Test
  default void aConnectionMayBeClosedByAnotherThreadThanItsBorrowers(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    stage.query(connection);
    Background<Boolean> other =
        Background.call(() -> {
          connection.close();
          return true;
        });
    assertThat(other.result()).isTrue();

    assertThat(connection.isClosed()).isTrue();
    try (Connection next = pool.getConnection()) {
      stage.query(next);
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void everyCallAfterCloseIsRefusedAndReachesNoOther(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection stale = pool.getConnection();
    stale.close();
    try (Connection next = pool.getConnection()) {
      assertThat(
              EveryCall.of(Connection.class)
                  .failuresOn(
                      stale, "close", "abort", "isClosed", "isValid", "unwrap", "isWrapperFor"))
          .isNotEmpty()
          .allSatisfy((call, failure) ->
              assertThat(failure)
                  .as(call)
                  .isInstanceOf(SQLException.class)
                  .hasFieldOrPropertyWithValue("SQLState", "08003"));
      assertThatThrownBy(() -> stale.unwrap(stage.driversConnection()))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "08003");
      assertThat(stale.isClosed()).isTrue();
      assertThat(stale.isValid(1)).isFalse();
      stale.abort(Runnable::run);
      stale.close();
      stage.query(next);
    }
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aBorrowerOnOneThreadSeesAtOnceThatAnotherHasClosed(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection shared = pool.getConnection();
    Background<SQLException> user =
        Background.call(() -> {
          while (true) {
            try {
              boolean unused = shared.getAutoCommit();
            } catch (SQLException closed) {
              return closed;
            }
          }
        });
    shared.close();
    assertThat((Throwable) user.result()).hasFieldOrPropertyWithValue("SQLState", "08003");
  }

  @Test
  default void anotherLoginThanThePoolsIsRefused(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    long before = pool.stats().acquired();
    assertThatThrownBy(() -> pool.getConnection("somebody", "else-secret"))
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
        .hasMessageContaining("CENOTE-606")
        .hasMessageNotContaining("else-secret");
    try (Connection same =
        pool.getConnection(stage.database().username(), stage.database().password())) {
      stage.query(same);
    }
    assertThat(pool.stats().acquired() - before).isEqualTo(1);
  }

  @Test
  default void thePoolUnwrapsToItselfAndToNothingElse(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    assertThat(pool.isWrapperFor(DataSource.class)).isTrue();
    assertThat(pool.unwrap(CenoteDataSource.class)).isSameAs(pool);
    assertThat(pool.isWrapperFor(Connection.class)).isFalse();
    assertThat(catchThrowable(() -> pool.unwrap(Connection.class)))
        .isInstanceOf(SQLException.class);
  }

  @Test
  default void theNumbersAddUpWhenNothingIsGoingOn(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(2, 2);
    long before = pool.stats().acquired();
    List<Connection> borrowed = stage.borrowSeveral(pool, 3);
    PoolStats during = pool.stats();
    assertThat(during.leased()).isEqualTo(3);
    assertThat(during.maximum()).isEqualTo(4);
    assertThat(during.poolSize()).isEqualTo(stage.kept(2));
    Stage.giveBack(borrowed);

    Stage.eventually(() -> {
      PoolStats after = pool.stats();
      long retired = after.retired().values().stream().mapToLong(Long::longValue).sum();
      assertThat(after.created() - retired).isEqualTo(after.open());
      assertThat(after.idle()).isEqualTo(after.open());
    });
    PoolStats after = pool.stats();
    assertThat(after.acquired() - before).isEqualTo(3);
    assertThat(after.timedOut() + after.rejected() + after.waiting() + after.givenUp()).isZero();
    assertThat(after.oldestWaitNanos()).isZero();
    assertThat(after.failedOpens()).isEmpty();
    assertThat(after.listenerFailures()).isZero();
  }

  @Test
  default void nothingShowsThePassword(Stage stage) throws SQLException {
    String password = stage.database().password();
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(pool + " " + connection + " " + statement + " " + connection.getMetaData())
          .doesNotContain(password == null ? "\u0000" : password)
          .contains(pool.getName());
    }
  }
}
