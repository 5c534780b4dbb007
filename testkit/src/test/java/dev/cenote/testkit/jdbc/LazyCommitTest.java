package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another thread does on a lazy connection while one ends its transaction. */
@Timeout(60)
class LazyCommitTest {

  /** What another thread does. */
  private interface Meanwhile {
    void run() throws SQLException;
  }

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();
  private Meanwhile meanwhile = () -> {};

  private final CenoteDataSource pool =
      Databases.poolOf(database)
          .url(null)
          .dataSource(proxy(DataSource.class, fake.dataSource()))
          .build();

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  /** The same, but for what happens when the driver has ended a transaction. */
  private <T> T proxy(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
    if (method.getName().equals("commit") || method.getName().equals("rollback")) {
      meanwhile.run();
    }
    return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsDoneInThatMomentBelongsToTheNextTransaction(boolean commits) throws SQLException {
    try (Connection lazy = pool.lazy().getConnection()) {
      lazy.setAutoCommit(false);
      insert(lazy, 1);
      meanwhile =
          () -> {
            meanwhile = () -> {};
            insert(lazy, 2);
          };
      if (commits) {
        lazy.commit();
      } else {
        lazy.rollback();
      }
      assertThat(pool.stats().leased()).isEqualTo(1);
      lazy.commit();
      assertThat(pool.stats().leased()).isZero();
    }
    assertThat(fake.committedStatements()).hasSize(commits ? 2 : 1);
  }

  private static void insert(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (" + number + ")");
    }
  }
}
