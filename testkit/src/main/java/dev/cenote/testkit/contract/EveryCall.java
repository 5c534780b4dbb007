package dev.cenote.testkit.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls every method of a JDBC interface that may throw, with arguments that mean nothing: for what
 * must be refused whatever the method is, new methods of newer JDKs included.
 */
final class EveryCall {

  private final Class<?> type;

  private EveryCall(Class<?> type) {
    this.type = type;
  }

  static EveryCall of(Class<?> type) {
    return new EveryCall(type);
  }

  /**
   * Calls all methods but those named, on this object.
   *
   * @return what each threw; an AssertionError if it threw nothing
   */
  Map<String, Throwable> failuresOn(Object target, String... exceptions) {
    List<String> spared = List.of(exceptions);
    Map<String, Throwable> failures = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (!spared.contains(method.getName()) && mayFail(method)) {
        failures.put(method.toString(), failureOf(method, target));
      }
    }
    return failures;
  }

  private static boolean mayFail(Method method) {
    return List.of(method.getExceptionTypes()).stream()
        .anyMatch(SQLException.class::isAssignableFrom);
  }

  private static Throwable failureOf(Method method, Object target) {
    @Nullable Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = meaningless(method.getParameterTypes()[i]);
    }
    try {
      Object result = method.invoke(target, arguments);
      return new AssertionError(method + " returned " + result + " instead of failing");
    } catch (InvocationTargetException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (IllegalAccessException e) {
      return e;
    }
  }

  private static @Nullable Object meaningless(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == String.class) {
      return "SELECT 1";
    }
    if (type == byte.class) {
      return (byte) 1;
    }
    if (type == short.class) {
      return (short) 1;
    }
    if (type == float.class) {
      return 1f;
    }
    return type == double.class ? (Object) 1d : null;
  }
}
