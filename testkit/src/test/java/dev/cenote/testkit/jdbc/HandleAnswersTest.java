package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handle answers itself instead of forwarding it. */
@Timeout(60)
class HandleAnswersTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  @Test
  void isValidWithoutALimitGetsOne() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build();
        Connection connection = pool.getConnection()) {
      fake.forgetCalls();
      assertThat(connection.isValid(0)).isTrue();
      assertThat(connection.isValid(7)).isTrue();
      assertThat(fake.journal().texts()).containsExactly("isValid(5)", "isValid(7)");
      assertThatThrownBy(() -> connection.isValid(-1))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("-1");
    }
  }

  @Test
  void abortWithoutAnExecutorIsRefusedAndChangesNothing() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      assertThatThrownBy(() -> connection.abort(null)).isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isFalse();
      assertThat(pool.stats().leased()).isEqualTo(1);

      connection.close();
      connection.abort(null);

      assertThat(pool.stats().created()).isEqualTo(1);
      assertThat(fake.calls("abort")).isZero();
    }
  }

  @Test
  void abortingEndsTheConnectionOnceByTheBorrowersExecutor() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      int[] used = new int[1];
      connection.abort(task -> {
        used[0]++;
        task.run();
      });
      connection.abort(Runnable::run);
      connection.close();

      assertThat(used[0]).isEqualTo(1);
      assertThat(connection.isClosed()).isTrue();
      assertThat(fake.session(1).isAborted()).isTrue();
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
    }
  }

  @Test
  void anAbortThatTheDriverRefusesStillEndsTheLease() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      fake.on("abort").once().throwing(() -> new AbstractMethodError("fake"));
      assertThatThrownBy(() -> connection.abort(Runnable::run)).hasMessage("fake");
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(fake.session(1).isOpen()).isFalse();
    }
  }

  /** A borrower may lock whatever it has got; nobody else waits for that. */
  @Test
  void noLockThatABorrowerHoldsKeepsAnyoneWaiting() throws Exception {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery("SELECT 1");
      CountDownLatch locked = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      Background<Boolean> holder =
          Background.call(
              ThreadKind.PLATFORM,
              () -> {
                synchronized (pool) {
                  synchronized (connection) {
                    synchronized (statement) {
                      synchronized (rows) {
                        locked.countDown();
                        over.await();
                        return true;
                      }
                    }
                  }
                }
              });
      locked.await();

      assertThat(rows.next()).isTrue();
      rows.close();
      assertThat(statement.execute("SELECT 1")).isTrue();
      connection.setReadOnly(true);
      connection.close();
      try (Connection next = pool.getConnection()) {
        assertThat(next.isReadOnly()).isFalse();
        assertThat(pool.stats().leased()).isEqualTo(1);
      }

      over.countDown();
      assertThat(holder.result()).isTrue();
    }
  }

  @Test
  void anotherThreadMayCloseWhatOneHasOpened() throws Exception {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      Statement statement = connection.createStatement();
      Background<Boolean> closer =
          Background.call(
              ThreadKind.PLATFORM,
              () -> {
                connection.close();
                return connection.isClosed();
              });

      assertThat(closer.result()).isTrue();
      assertThat(statement.isClosed()).isTrue();
      assertThat(fake.session(1).openStatements()).isZero();
      assertThat(pool.stats().leased()).isZero();
    }
  }
}
