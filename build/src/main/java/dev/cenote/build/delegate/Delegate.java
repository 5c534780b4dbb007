package dev.cenote.build.delegate;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDBC interfaces that have a delegate, and which methods each delegate forwards. */
public enum Delegate {
  CONNECTION(Connection.class, null),
  STATEMENT(Statement.class, null),
  PREPARED_STATEMENT(PreparedStatement.class, STATEMENT),
  CALLABLE_STATEMENT(CallableStatement.class, PREPARED_STATEMENT),
  RESULT_SET(ResultSet.class, null),
  ARRAY(Array.class, null),
  DATABASE_META_DATA(DatabaseMetaData.class, null);

  private final Class<?> type;
  private final @Nullable Delegate parent;

  Delegate(Class<?> type, @Nullable Delegate parent) {
    this.type = type;
    this.parent = parent;
  }

  /** The interface. */
  public Class<?> type() {
    return type;
  }

  /** The delegate that this one extends, or null. */
  public @Nullable Delegate parent() {
    return parent;
  }

  /** The simple name of the generated class. */
  public String className() {
    return "Delegating" + type.getSimpleName();
  }

  /** Whether a JDBC type is one of these interfaces, so that a borrower must get a handle of it. */
  public static boolean wraps(Class<?> type) {
    return Arrays.stream(values()).anyMatch(delegate -> delegate.type == type);
  }

  /** The methods that this class itself forwards, in a fixed order. */
  public List<Method> methods() {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !inherited(method))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Delegate::signature))
        .toList();
  }

  /** The JDBC types that those methods return, that must be wrapped, and that no parent wraps. */
  public List<Class<?>> wrapped() {
    return methods().stream()
        .<Class<?>>map(Method::getReturnType)
        .filter(result -> wraps(result) && (parent == null || !parent.wrapped().contains(result)))
        .distinct()
        .sorted(Comparator.comparing(Class::getSimpleName))
        .toList();
  }

  /** Whether some of those methods return whatever a column holds, and no parent's do. */
  public boolean returnsAnything() {
    return methods().stream().anyMatch(Delegate::returnsAnything)
        && (parent == null || !parent.returnsAnything());
  }

  /** Whether it returns whatever a column holds: a cursor and an array lead to the driver. */
  static boolean returnsAnything(Method method) {
    return method.getReturnType() == Object.class
        && method.getGenericReturnType() == Object.class
        && method.getName().equals("getObject");
  }

  /** Whether some of those methods take what may be a borrower's handle, and no parent's do. */
  public boolean takesAnything() {
    return methods().stream()
            .flatMap(method -> Stream.of(method.getParameterTypes()))
            .anyMatch(Delegate::mayBeHandle)
        && (parent == null || !parent.takesAnything());
  }

  /** Whether an argument of that type may be a handle that the driver does not know. */
  static boolean mayBeHandle(Class<?> parameter) {
    return parameter == Object.class || parameter == Object[].class || parameter == Array.class;
  }

  /** Name and parameter types: what tells a method from its overloads. */
  public static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getTypeName).toList();
  }

  private boolean inherited(Method method) {
    return parent != null
        && Arrays.stream(parent.type.getMethods())
            .anyMatch(other -> signature(other).equals(signature(method)));
  }
}
