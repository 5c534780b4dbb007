package dev.cenote.physical;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A driver's connection that keeps what it is told and notes every call. Only what the tests of
 * this package need: the testkit's fake driver does more, and lies above this module.
 */
final class RecordedConnection implements InvocationHandler {

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Throwable> failures = new HashMap<>();
  private final Map<String, @Nullable Object> values = new HashMap<>();
  private final Connection connection = proxy(Connection.class);

  RecordedConnection() {
    values.put("AutoCommit", true);
    values.put("ReadOnly", false);
    values.put("TransactionIsolation", Connection.TRANSACTION_READ_COMMITTED);
    values.put("Catalog", "main");
    values.put("Schema", "public");
    values.put("Holdability", 1);
    values.put("NetworkTimeout", 0);
    values.put("TypeMap", new HashMap<String, Class<?>>());
    values.put("Valid", true);
    values.put("Closed", false);
  }

  Connection connection() {
    return connection;
  }

  /** Makes every call of a method fail, until it is told otherwise. */
  RecordedConnection failing(String method, Throwable failure) {
    failures.put(method, failure);
    return this;
  }

  /** Sets what a getter returns, by the name of the property. */
  RecordedConnection with(String property, @Nullable Object value) {
    values.put(property, value);
    return this;
  }

  /** Makes it end nothing in auto-commit, and say nothing, as SQL Server's does. */
  RecordedConnection lenient() {
    return with("Lenient", true);
  }

  @Nullable Object value(String property) {
    return values.get(property);
  }

  /** The calls since the last time that this was asked. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] arguments = given == null ? new Object[0] : given;
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return name.equals("toString") ? "recorded" : method.invoke(this, given);
    }
    String owner = self instanceof Statement ? "Statement." : "";
    calls.add(
        owner
            + name
            + Arrays.stream(arguments)
                .filter(argument -> !(argument instanceof Executor))
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")")));
    Throwable failure = failures.get(owner + name);
    if (failure != null) {
      throw failure;
    }
    return owner.isEmpty() ? ofConnection(name, arguments) : name.startsWith("execute");
  }

  private @Nullable Object ofConnection(String name, Object[] arguments) throws SQLException {
    return switch (name) {
      case "createStatement" -> proxy(Statement.class);
      case "commit", "rollback" -> endTransaction(name);
      case "setClientInfo" -> values.put("client " + arguments[0], arguments[1]);
      case "getClientInfo" ->
          arguments.length == 0 ? new Properties() : values.get("client " + arguments[0]);
      case "close" -> values.put("Closed", true);
      default -> ofProperty(name, arguments);
    };
  }

  private @Nullable Object endTransaction(String how) throws SQLException {
    if (Boolean.TRUE.equals(values.get("AutoCommit")) && values.get("Lenient") == null) {
      throw new SQLException(how + " in auto-commit", "25P01");
    }
    return null;
  }

  private @Nullable Object ofProperty(String name, Object[] arguments) {
    if (name.startsWith("set")) {
      values.put(name.substring(3), arguments[arguments.length - 1]);
      return null;
    }
    return name.startsWith("get") || name.startsWith("is")
        ? values.get(name.replaceFirst("get|is", ""))
        : null;
  }
}
