package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.physical.InitialState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;

class CenoteConnectionTest {

  /** What JDBC allows on a closed connection. */
  private static final Set<String> ALLOWED_WHEN_CLOSED =
      Set.of("close", "abort", "isClosed", "isValid");

  @Test
  void closingGivesTheConnectionBack() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      assertThat(pool.stats().leased()).isEqualTo(1);

      connection.close();

      assertThat(pool.stats().leased()).isZero();
      assertThat(pool.stats().idle()).isEqualTo(1);
      assertThat(pool.raw.get(0).isClosed()).isFalse();
    }
  }

  @Test
  void whatItsDriverHasClosedGoesBackWhenItIsAskedWhetherItIsClosed() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      pool.raw.get(0).close();

      assertThat(connection.isClosed()).as("many close only what is not").isTrue();

      assertThat(pool.stats().leased()).isZero();
      try (CenoteConnection next = pool.borrow()) {
        assertThat(next.isValid(1)).isTrue();
      }
      assertThat(pool.raw).hasSize(2);
    }
  }

  @Test
  void soDoesWhatALazyConnectionHolds() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      Connection lazy = new LazyView(true).connection(pool::borrow, false, true);
      assertThat(lazy.createStatement()).isNotNull();
      pool.raw.get(0).close();

      assertThat(lazy.isClosed()).isTrue();

      assertThat(pool.stats().leased()).isZero();
    }
  }

  @Test
  void closingTwiceDoesNotEndTheNextBorrowersLease() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection first = pool.borrow();
      first.close();
      CenoteConnection second = pool.borrow();

      first.close();
      first.abort(Runnable::run);

      assertThat(second.isValid(1)).isTrue();
      assertThat(pool.stats().leased()).isEqualTo(1);
      second.close();
    }
  }

  @Test
  void afterClosingEveryMethodSaysThatItIsClosed() throws Exception {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      connection.close();

      List<String> wrong = new ArrayList<>();
      for (Method method : Connection.class.getMethods()) {
        if (!ALLOWED_WHEN_CLOSED.contains(method.getName())
            && !refusesBecauseClosed(connection, method)) {
          wrong.add(method.toString());
        }
      }

      assertThat(wrong).isEmpty();
      assertThat(connection.isClosed()).isTrue();
      assertThat(connection.isValid(1)).isFalse();
    }
  }

  private static boolean refusesBecauseClosed(Connection connection, Method method)
      throws IllegalAccessException {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      arguments[i] = type == int.class ? (Object) 0 : type == boolean.class ? true : null;
      if (type == Class.class) {
        arguments[i] = JdbcConnection.class;
      }
    }
    try {
      method.invoke(connection, arguments);
      return false;
    } catch (InvocationTargetException thrown) {
      return thrown.getCause() instanceof SQLException closed
          && "08003".equals(closed.getSQLState());
    }
  }

  @Test
  void theErrorOfUsingAClosedConnectionIsNotTransient() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      connection.close();

      assertThatThrownBy(connection::createStatement)
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void whenTwoThreadsCloseAtOnceTheLeaseEndsOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (SmallPool pool = SmallPool.h2()) {
      for (int round = 0; round < 500; round++) {
        CenoteConnection connection = pool.borrow();
        if (round % 2 == 0) {
          connection.createStatement(); // left open: the way through the reset
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> closers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          closers.add(
              threads.submit(() -> {
                start.await();
                connection.close();
                return null;
              }));
        }
        start.countDown();
        for (Future<?> closer : closers) {
          closer.get();
        }
        assertThat(pool.stats().leased()).isZero();
        assertThat(pool.stats().idle()).isEqualTo(1);
      }
      assertThat(pool.raw).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anUncommittedInsertIsGoneForTheNextBorrower() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      execute(pool.beside(), "CREATE TABLE t (id INT)");
      try (Connection connection = pool.borrow()) {
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO t VALUES (1)");
      }
      try (Connection connection = pool.borrow()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(count(connection)).isZero();
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO t VALUES (2)");
        connection.commit();
      }
      assertThat(count(pool.beside())).isEqualTo(1);
    }
  }

  @Test
  void aTransactionBegunBySqlEndsWithTheLease() throws SQLException {
    for (SmallPool pool : List.of(SmallPool.h2(), SmallPool.sqlite())) {
      try (pool) {
        execute(pool.beside(), "CREATE TABLE t (id INT)");
        try (Connection connection = pool.borrow()) {
          execute(connection, "BEGIN");
          execute(connection, "INSERT INTO t VALUES (1)");
        }
        try (Connection connection = pool.borrow()) {
          assertThat(connection.getAutoCommit()).isTrue();
          assertThat(count(connection)).isZero();
          execute(connection, "INSERT INTO t VALUES (2)");
        }
        assertThat(count(pool.beside())).as("seen from outside").isEqualTo(1);
        assertThat(pool.raw).hasSize(1);
      }
    }
  }

  @Test
  void aBeginOnAHandleThatIsClosedDoesNotConcernTheNextBorrower() throws SQLException {
    try (SmallPool pool = SmallPool.sqlite()) {
      CenoteConnection stale = pool.borrow();
      Statement statement = stale.createStatement();
      stale.close();
      try (Connection next = pool.borrow()) {
        assertThatThrownBy(() -> statement.execute("BEGIN")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> stale.prepareStatement("BEGIN")).isInstanceOf(SQLException.class);
        assertThat(next.isValid(1)).isTrue();
      }
      pool.borrow().close();
      assertThat(pool.raw).as("a needless ROLLBACK fails in SQLite").hasSize(1);
    }
  }

  @Test
  void theNextBorrowerStartsAsConfigured() throws SQLException {
    InitialState initial = new InitialState(false, null, 8, null, null, null);
    try (SmallPool pool = SmallPool.h2(initial)) {
      execute(pool.beside(), "CREATE SCHEMA other");
      try (Connection connection = pool.borrow()) {
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setSchema("OTHER");
      }
      try (Connection connection = pool.borrow()) {
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.getTransactionIsolation()).isEqualTo(8);
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
      }
      assertThat(pool.raw).hasSize(1);
    }
  }

  @Test
  void abortEndsTheConnectionAndThePoolOpensAnother() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();

      connection.abort(Runnable::run);

      assertThat(connection.isClosed()).isTrue();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pool.raw.get(0).isClosed());
      pool.borrow().close();
      assertThat(pool.raw).hasSize(2);
    }
  }

  @Test
  void anErrorThatProvesTheConnectionDeadRetiresItOnReturn() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      try (CenoteConnection connection = pool.borrow();
          Statement statement = connection.createStatement()) {
        execute(connection, "SHUTDOWN IMMEDIATELY");
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      assertThat(pool.disconnects).hasPositiveValue();
      try (Connection next = pool.borrow()) {
        assertThat(next.isValid(1)).isTrue();
      }
      assertThat(pool.raw).hasSize(2);
    }
  }

  @Test
  void anErrorOnAConnectionThatItsDriverHasClosedRetiresItOnReturn() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      try (CenoteConnection connection = pool.borrow();
          Statement statement = connection.createStatement()) {
        pool.raw.get(0).close();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      pool.borrow().close();
      assertThat(pool.raw).hasSize(2);
    }
  }

  @Test
  void anOrdinaryErrorRetiresNothing() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      try (Connection connection = pool.borrow()) {
        assertThatThrownBy(() -> execute(connection, "SELECT nonsense FROM nowhere"))
            .isInstanceOf(SQLException.class);
      }
      pool.borrow().close();
      assertThat(pool.raw).hasSize(1);
      assertThat(pool.disconnects).hasValue(0);
    }
  }

  @Test
  void aConnectionThatSaysItIsNotValidIsRetiredOnReturn() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      try (Connection connection = pool.borrow()) {
        pool.raw.get(0).close();
        assertThat(connection.isValid(0)).isFalse();
      }
      try (Connection connection = pool.borrow()) {
        assertThat(connection.isValid(0)).isTrue();
      }
      assertThat(pool.raw).hasSize(2);
    }
  }

  @Test
  void aNegativeTimeoutIsRefused() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void itUnwrapsToItselfAndToTheDriversConnection() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      assertThat(connection.unwrap(CenoteConnection.class)).isSameAs(connection);
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(connection.unwrap(JdbcConnection.class)).isSameAs(pool.raw.get(0));
      assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
      assertThat(connection.isWrapperFor(String.class)).isFalse();
      assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whatWasDoneOnTheUnwrappedConnectionIsRolledBack() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      execute(pool.beside(), "CREATE TABLE t (id INT)");
      try (Connection connection = pool.borrow()) {
        Connection driver = connection.unwrap(JdbcConnection.class);
        driver.setAutoCommit(false);
        execute(driver, "INSERT INTO t VALUES (1)");
      }
      try (Connection connection = pool.borrow()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(count(connection)).isZero();
      }
    }
  }

  @Test
  void itsTextNamesSlotAndDriverAndNoUrl() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      assertThat(connection)
          .hasToString("CenoteConnection@slot 1 wrapping org.h2.jdbc.JdbcConnection");
      connection.close();
      assertThat(connection).hasToString("CenoteConnection@slot 1, closed");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
