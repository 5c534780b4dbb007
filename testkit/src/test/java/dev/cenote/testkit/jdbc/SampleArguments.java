package dev.cenote.testkit.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An argument of any type that a JDBC method takes, other than what the type starts with. */
final class SampleArguments {

  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(boolean.class, true),
          Map.entry(byte.class, (byte) 2),
          Map.entry(short.class, (short) 3),
          Map.entry(int.class, 4),
          Map.entry(long.class, 5L),
          Map.entry(float.class, 6f),
          Map.entry(double.class, 7d),
          Map.entry(byte[].class, new byte[] {8}),
          Map.entry(int[].class, new int[] {9}),
          Map.entry(long[].class, new long[] {10}),
          Map.entry(String.class, "sample"),
          Map.entry(String[].class, new String[] {"several"}),
          Map.entry(Object.class, "anything"),
          Map.entry(Object[].class, new Object[] {"several", "things"}),
          Map.entry(Class.class, Integer.class),
          Map.entry(Executor.class, (Executor) Runnable::run),
          Map.entry(Map.class, Map.of("point", Integer.class)),
          Map.entry(Properties.class, new Properties()));

  private SampleArguments() {}

  static @Nullable Object[] of(Method method) {
    Class<?>[] types = method.getParameterTypes();
    @Nullable Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = valueOf(types[i]);
    }
    return arguments;
  }

  /** A value that has this type; null for a final class that nobody can make here. */
  static @Nullable Object valueOf(Class<?> type) {
    Object value = VALUES.get(type);
    if (value != null || !type.isInterface()) {
      return value;
    }
    return Proxy.newProxyInstance(
        SampleArguments.class.getClassLoader(), new Class<?>[] {type}, SampleArguments::asObject);
  }

  private static @Nullable Object asObject(
      Object self, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "a sample " + self.getClass().getInterfaces()[0].getSimpleName();
      default -> null;
    };
  }

  /** Calls the method; what it throws comes out as it is. */
  static @Nullable Object call(Method method, Object target, @Nullable Object... arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
