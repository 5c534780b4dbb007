package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.DriverCall;
import dev.cenote.testkit.driver.FakeDatabase;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of the six JDBC interfaces, those of the running JDK included: what the handle does
 * with a call, while it is open and afterwards.
 */
@Timeout(120)
class EveryMethodTest {

  /** A kind of handle, how to open one, and which of its methods are not merely forwarded. */
  enum Kind {
    CONNECTION(Connection.class, "Connection") {
      @Override
      Object open(Connection connection) {
        return connection;
      }
    },
    STATEMENT(Statement.class, "Statement") {
      @Override
      Object open(Connection connection) throws SQLException {
        return connection.createStatement();
      }
    },
    PREPARED_STATEMENT(PreparedStatement.class, "Statement") {
      @Override
      Object open(Connection connection) throws SQLException {
        return connection.prepareStatement("SELECT 1");
      }
    },
    CALLABLE_STATEMENT(CallableStatement.class, "Statement") {
      @Override
      Object open(Connection connection) throws SQLException {
        return connection.prepareCall("CALL p()");
      }
    },
    RESULT_SET(ResultSet.class, "ResultSet") {
      @Override
      Object open(Connection connection) throws SQLException {
        return connection.createStatement().executeQuery("SELECT 1");
      }
    },
    DATABASE_META_DATA(DatabaseMetaData.class, "DatabaseMetaData") {
      @Override
      Object open(Connection connection) throws SQLException {
        return connection.getMetaData();
      }
    };

    private final Class<?> type;
    private final String site;

    Kind(Class<?> type, String site) {
      this.type = type;
      this.site = site;
    }

    abstract Object open(Connection connection) throws SQLException;

    /** Those that may throw: a method that may not is JDBC's own, such as a static one. */
    List<Method> methods() {
      return Stream.of(type.getMethods())
          .filter(method -> method.getExceptionTypes().length > 0)
          .sorted(Comparator.comparing(Method::toString))
          .toList();
    }
  }

  /**
   * What a handle answers itself: it knows its connection and its statement, ends the lease and not
   * the connection, and unwraps to itself.
   */
  private static final Set<String> ANSWERED_BY_THE_HANDLE =
      Set.of(
          "CONNECTION.close",
          "STATEMENT.getConnection",
          "PREPARED_STATEMENT.getConnection",
          "CALLABLE_STATEMENT.getConnection",
          "DATABASE_META_DATA.getConnection",
          "RESULT_SET.getStatement");

  /** What JDBC allows after close, on each kind of handle. */
  private static final Set<String> ALLOWED_WHEN_CLOSED = Set.of("close", "isClosed");

  /** Most drivers tell the connection of a closed statement as well: cleaning up relies on it. */
  private static final Set<String> ALLOWED_ON_A_CLOSED_STATEMENT =
      Set.of("close", "isClosed", "getConnection");

  private static final Set<String> ALLOWED_ON_A_CLOSED_CONNECTION =
      Set.of("close", "isClosed", "isValid", "abort");

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  /** What a call came to: its problem, or null. */
  private interface Trial {
    @Nullable String of(Method method) throws Throwable;
  }

  private static void assertNoProblem(List<Method> methods, Trial trial) throws Throwable {
    StringBuilder problems = new StringBuilder();
    for (Method method : methods) {
      String problem = trial.of(method);
      if (problem != null) {
        problems.append(method).append(": ").append(problem).append('\n');
      }
    }
    assertThat(methods).isNotEmpty();
    assertThat(problems.toString()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void reachesTheDriverWithItsArgumentsAndComesBackWithItsAnswer(Kind kind) throws Throwable {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      assertNoProblem(
          kind.methods(),
          method -> {
            String name = kind + "." + method.getName();
            try (Connection connection = pool.getConnection()) {
              Object handle = kind.open(connection);
              return ANSWERED_BY_THE_HANDLE.contains(name) ? null : forwarded(kind, method, handle);
            } finally {
              fake.liftFaults();
            }
          });
    }
  }

  private @Nullable String forwarded(Kind kind, Method method, Object handle) throws Throwable {
    @Nullable Object[] arguments = SampleArguments.of(method);
    boolean endsIt =
        kind == Kind.CONNECTION && method.getName().equals("isClosed"); // if it is true
    Object answer = endsIt ? false : SampleArguments.valueOf(method.getReturnType());
    String site = kind.site + "." + method.getName();
    fake.forgetCalls();
    fake.on(site).returning(answer);
    Object returned = SampleArguments.call(method, handle, arguments);
    List<DriverCall> calls = fake.journal().only(site).calls();
    boolean remembered = method.getName().equals("getTypeMap"); // before it can be changed in place
    if (calls.size() != (remembered ? 2 : 1)) {
      return "reached the driver " + calls.size() + " times: " + fake.journal().texts();
    }
    String sent = calls.get(0).text();
    String expected =
        Stream.of(arguments)
            .filter(argument -> !(argument instanceof java.util.concurrent.Executor))
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "(", ")"));
    if (!sent.endsWith(expected)) {
      return "the driver got " + sent;
    }
    boolean same = answer == returned || (answer != null && answer.equals(returned));
    return same || isWrapped(method.getReturnType(), returned)
        ? null
        : "returned " + returned + " for " + answer;
  }

  /** What a borrower gets for these is a handle, never the driver's own. */
  private static boolean isWrapped(Class<?> type, @Nullable Object returned) {
    boolean mayBeHandle =
        type == Array.class || Stream.of(Kind.values()).anyMatch(kind -> kind.type == type);
    return mayBeHandle
        && returned != null
        && returned.getClass().getName().startsWith("dev.cenote.handle.");
  }

  @ParameterizedTest
  @EnumSource
  void whatTheDriverThrowsComesOutAsItIs(Kind kind) throws Throwable {
    SQLException thrown = new SQLException("fake", "22000");
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      assertNoProblem(
          kind.methods(),
          method -> {
            if (ANSWERED_BY_THE_HANDLE.contains(kind + "." + method.getName())) {
              return null;
            }
            try (Connection connection = pool.getConnection()) {
              Object handle = kind.open(connection);
              fake.on(kind.site + "." + method.getName()).throwing(() -> thrown);
              Throwable seen =
                  catchThrowable(
                      () -> SampleArguments.call(method, handle, SampleArguments.of(method)));
              return seen == thrown || (seen != null && seen.getCause() == thrown)
                  ? null
                  : "threw " + seen;
            } finally {
              fake.liftFaults();
            }
          });
      assertThat(pool.stats().leased()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterTheConnectionItIsRefusedAndReachesNoDriver(Kind kind) throws Throwable {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      Object handle = kind.open(connection);
      connection.close();
      try (Connection next = pool.getConnection()) {
        fake.forgetCalls();
        assertNoProblem(
            kind.methods(),
            method -> {
              Throwable seen =
                  catchThrowable(
                      () -> SampleArguments.call(method, handle, SampleArguments.of(method)));
              if (allowed(kind).contains(method.getName())) {
                return seen == null ? null : "threw " + seen;
              }
              return seen instanceof SQLException refused && "08003".equals(refused.getSQLState())
                  ? null
                  : "threw " + seen;
            });
        assertThat(fake.journal().texts()).isEmpty();
        assertThat(next.isClosed()).isFalse();
      }
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void aLazyConnectionHasAWayOfItsOwnForEachMethod() throws Throwable {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      assertNoProblem(
          Kind.CONNECTION.methods(),
          method -> {
            try (Connection lazy = pool.lazy().getConnection()) {
              Throwable seen =
                  catchThrowable(
                      () -> SampleArguments.call(method, lazy, SampleArguments.of(method)));
              return seen == null || seen instanceof SQLException ? null : "threw " + seen;
            }
          });
    }
  }

  private static Set<String> allowed(Kind kind) {
    return kind == Kind.CONNECTION ? ALLOWED_ON_A_CLOSED_CONNECTION : ALLOWED_WHEN_CLOSED;
  }

  @ParameterizedTest
  @EnumSource(names = {"STATEMENT", "PREPARED_STATEMENT", "CALLABLE_STATEMENT", "RESULT_SET"})
  void afterItsOwnCloseItIsRefusedWhileTheConnectionGoesOn(Kind kind) throws Throwable {
    try (CenoteDataSource pool = Databases.poolOf(database).build();
        Connection connection = pool.getConnection()) {
      Object handle = kind.open(connection);
      ((AutoCloseable) handle).close();
      fake.forgetCalls();
      assertNoProblem(
          kind.methods(),
          method -> {
            Throwable seen =
                catchThrowable(
                    () -> SampleArguments.call(method, handle, SampleArguments.of(method)));
            if (ALLOWED_ON_A_CLOSED_STATEMENT.contains(method.getName())) {
              return seen == null ? null : "threw " + seen;
            }
            return seen instanceof SQLException refused && !"08003".equals(refused.getSQLState())
                ? null
                : "threw " + seen;
          });
      assertThat(fake.journal().texts()).isEmpty();
      connection.createStatement().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHandleAnswersForItself(Kind kind) throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build();
        Connection connection = pool.getConnection()) {
      Object handle = kind.open(connection);
      assertThat(((java.sql.Wrapper) handle).unwrap(kind.type)).isSameAs(handle);
      assertThat(((java.sql.Wrapper) handle).isWrapperFor(kind.type)).isTrue();
      if (handle instanceof Statement statement) {
        assertThat(statement.getConnection()).isSameAs(connection);
      } else if (handle instanceof DatabaseMetaData metaData) {
        assertThat(metaData.getConnection()).isSameAs(connection);
      } else if (handle instanceof ResultSet rows) {
        assertThat(rows.getStatement().getConnection()).isSameAs(connection);
      }
      assertThatThrownBy(() -> ((java.sql.Wrapper) handle).unwrap(Runnable.class))
          .isInstanceOf(SQLException.class);
    }
  }
}
