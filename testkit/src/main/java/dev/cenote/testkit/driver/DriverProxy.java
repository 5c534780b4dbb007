package dev.cenote.testkit.driver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of every call into the fake driver: written down, watched for misuse, led through the
 * faults, and then answered by a plain object that has methods of the same names. Those objects
 * implement only what means something here; what is left falls to the default method of the JDBC
 * interface or is refused as not supported.
 */
final class DriverProxy implements InvocationHandler {

  /** What JDBC allows on a closed connection. */
  private static final Set<String> ALLOWED_WHEN_CLOSED =
      Set.of(
          "close",
          "isClosed",
          "isValid",
          "abort",
          "unwrap",
          "isWrapperFor",
          "Statement.close",
          "Statement.isClosed",
          "ResultSet.close",
          "ResultSet.isClosed");

  /** The calls that need an answer from the server and so notice that it has gone. */
  private static final Set<String> ROUND_TRIPS =
      Set.of(
          "commit",
          "rollback",
          "setSavepoint",
          "releaseSavepoint",
          "setReadOnly",
          "setTransactionIsolation",
          "getTransactionIsolation",
          "setCatalog",
          "setSchema",
          "getSchema",
          "setClientInfo",
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "executeBatch",
          "executeLargeBatch");

  /** Answers the calls that {@link #target} has no method for. */
  interface Remainder {
    @Nullable Object answer(Method method, @Nullable Object[] arguments) throws SQLException;
  }

  private record Answer(Class<?> targetType, Method asked) {}

  private static final Map<Answer, Optional<Method>> ANSWERS = new ConcurrentHashMap<>();
  private static final @Nullable Object[] NONE = {};

  private final String type;
  private final FakeSession session;
  private final Object target;
  private final @Nullable String sql;

  private DriverProxy(String type, FakeSession session, Object target, @Nullable String sql) {
    this.type = type;
    this.session = session;
    this.target = target;
    this.sql = sql;
  }

  /** Makes the JDBC object that {@code target} answers for. */
  static <T> T of(
      Class<T> jdbc, String type, FakeSession session, Object target, @Nullable String sql) {
    DriverProxy handler = new DriverProxy(type, session, target, sql);
    return jdbc.cast(
        Proxy.newProxyInstance(DriverProxy.class.getClassLoader(), new Class<?>[] {jdbc}, handler));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] givenArguments) throws Throwable {
    @Nullable Object[] arguments = givenArguments == null ? NONE : givenArguments;
    if (method.getDeclaringClass() == Object.class) {
      return answerAsObject(proxy, method, arguments);
    }
    if (arguments.length == 1 && arguments[0] == FakeSession.class) {
      return method.getName().equals("unwrap") ? session : true;
    }
    String site = CallSite.of(type, method);
    session.database().recorder().record(session.number(), site, arguments);
    session.count(site);
    boolean inside = session.callers().enter(site);
    try {
      requireOpen(site, true);
      return session
          .database()
          .faults()
          .perform(site, session, sqlOf(arguments), () -> work(proxy, site, method, arguments));
    } catch (SQLException e) {
      throw asDeclared(site, e);
    } finally {
      if (inside) {
        session.callers().leave();
      }
    }
  }

  private @Nullable Object work(
      Object proxy, String site, Method method, @Nullable Object[] arguments) throws Throwable {
    requireOpen(site, false);
    if (ROUND_TRIPS.contains(site)) {
      session.requireAlive();
    }
    Optional<Method> answer =
        ANSWERS.computeIfAbsent(new Answer(target.getClass(), method), DriverProxy::find);
    if (answer.isEmpty()) {
      return leftOver(proxy, method, arguments);
    }
    Method found = answer.get();
    try {
      return found.invoke(target, Arrays.copyOf(arguments, found.getParameterCount()));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object leftOver(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    if (target instanceof Remainder remainder) {
      return remainder.answer(method, arguments);
    }
    throw new SQLFeatureNotSupportedException("the fake driver has no " + type + "." + method);
  }

  /** Whoever closed a connection has no business in it; after an abort a late caller may come. */
  private void requireOpen(String site, boolean mayViolate) throws SQLException {
    if (ALLOWED_WHEN_CLOSED.contains(site) || session.isOpen()) {
      return;
    }
    if (mayViolate && session.abortCalls() == 0) {
      session.database().violated("connection #" + session.number() + ": " + site + " after close");
    }
    throw new SQLException("This connection has been closed.", "08003");
  }

  private @Nullable String sqlOf(@Nullable Object[] arguments) {
    return arguments.length > 0 && arguments[0] instanceof String text ? text : sql;
  }

  private Object answerAsObject(Object proxy, Method method, @Nullable Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "fake " + type + " of " + session;
    };
  }

  /** The one method of a connection that may not throw any SQLException. */
  private static SQLException asDeclared(String site, SQLException e) {
    return site.equals("setClientInfo") && !(e instanceof SQLClientInfoException)
        ? new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e)
        : e;
  }

  /**
   * The target's method of the same name that takes the same parameters, or else the first few of
   * them: so one {@code createStatement()} answers all three.
   */
  private static Optional<Method> find(Answer answer) {
    Class<?>[] asked = answer.asked().getParameterTypes();
    return IntStream.rangeClosed(0, asked.length)
        .mapToObj(dropped -> Arrays.copyOf(asked, asked.length - dropped))
        .flatMap(parameters ->
            Stream.of(answer.targetType().getDeclaredMethods())
                .filter(method -> method.getName().equals(answer.asked().getName()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), parameters)))
        .findFirst();
  }
}
