package dev.cenote.build.delegate;

import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders the source of one delegate. */
final class DelegateSource {
  private final Delegate delegate;
  private final Imports imports = new Imports();
  private final StringBuilder body = new StringBuilder();

  DelegateSource(Delegate delegate) {
    this.delegate = delegate;
  }

  String render() {
    constructor();
    hooks();
    delegate.methods().forEach(this::method);
    if (declaresClientInfoException()) {
      clientInfo();
    }
    String declaration = declaration();
    return DelegateGenerator.header()
        + ("package " + DelegateGenerator.PACKAGE + ";\n\n")
        + (imports.render() + "\n")
        + ("/** Forwards every method of {@link " + delegate.type().getSimpleName() + "}. */\n")
        + (declaration + " {\n")
        + body
        + "}\n";
  }

  private String declaration() {
    Delegate parent = delegate.parent();
    return "public abstract class "
        + delegate.className()
        + (parent == null ? "" : " extends " + parent.className())
        + " implements "
        + imports.shorten(delegate.type());
  }

  private void constructor() {
    body.append("  /** For the handle that extends this. */\n");
    body.append("  protected ").append(delegate.className()).append("() {}\n");
  }

  private void hooks() {
    String type = imports.shorten(delegate.type());
    String error = imports.shorten(SQLException.class);
    Delegate parent = delegate.parent();
    body.append('\n');
    if (parent != null) {
      body.append("  @Override\n");
    } else {
      body.append("  /** The driver's object; throws when this handle is closed. */\n");
    }
    body.append("  protected abstract ").append(type).append(" raw() throws ").append(error);
    body.append(";\n");
    if (parent == null) {
      body.append(
          "\n  /** Sees whatever the driver throws; throws it, or returns what is thrown. */\n");
      body.append("  protected abstract SQLException failed(Throwable thrown);\n");
    }
    for (Class<?> wrapped : delegate.wrapped()) {
      String name = imports.shorten(wrapped);
      body.append("\n  /** What a borrower gets for the driver's object, which is not null. */\n");
      body.append("  protected abstract ").append(name);
      body.append(" wrap(").append(name).append(" raw) throws SQLException;\n");
    }
    if (delegate.returnsAnything()) {
      body.append(
          "\n  /** What a borrower gets for the value of a column, which may be null. */\n");
      body.append("  protected abstract Object wrapAny(Object value) throws SQLException;\n");
    }
    if (delegate.takesAnything()) {
      body.append(
          "\n  /** What the driver gets for an argument, which may be a handle or null. */\n");
      body.append("  protected abstract Object driversOwn(Object argument);\n");
    }
  }

  private void method(Method method) {
    body.append("\n  @Override\n");
    Deprecated deprecated = method.getAnnotation(Deprecated.class);
    if (deprecated != null) {
      body.append("  @Deprecated(since = \"").append(deprecated.since()).append("\")\n");
      body.append("  @SuppressWarnings(\"deprecation\")\n");
    }
    body.append("  public ").append(typeVariables(method));
    body.append(imports.shorten(method.getGenericReturnType())).append(' ');
    body.append(method.getName()).append('(').append(parameters(method)).append(")");
    body.append(throwsClause(method)).append(" {\n");
    forward(method);
    body.append("  }\n");
  }

  /** Only what the driver throws goes through failed(..): not the errors of raw() and wrap(..). */
  private void forward(Method method) {
    Class<?> result = method.getReturnType();
    String call = method.getName() + "(" + arguments(method) + ");\n";
    String returning = result == void.class ? "" : "return ";
    if (method.getExceptionTypes().length == 0) {
      body.append("    try {\n      ").append(returning).append("raw().").append(call);
      body.append("    } catch (SQLException e) {\n");
      body.append("      throw new IllegalStateException(e);\n    }\n");
    } else if (throwsClientInfo(method)) {
      body.append("    ").append(imports.shorten(delegate.type())).append(" raw;\n");
      body.append("    try {\n      raw = raw();\n    } catch (SQLException e) {\n");
      body.append("      throw clientInfo(e);\n    }\n");
      body.append("    try {\n      ").append(returning).append("raw.").append(call);
      body.append("    } catch (SQLException | RuntimeException | Error e) {\n");
      body.append("      throw clientInfo(failed(e));\n    }\n");
    } else if (Delegate.returnsAnything(method)) {
      body.append("    Object result;\n").append(fetchRaw());
      body.append("    try {\n      result = raw.").append(call).append(rethrow());
      body.append("    return wrapAny(result);\n");
    } else if (Delegate.wraps(result)) {
      body.append("    ").append(imports.shorten(result)).append(" result;\n");
      body.append(fetchRaw());
      body.append("    try {\n      result = raw.").append(call).append(rethrow());
      body.append("    return result == null ? null : wrap(result);\n");
    } else {
      body.append(fetchRaw());
      body.append("    try {\n      ").append(returning).append("raw.").append(call);
      body.append(rethrow());
    }
  }

  private String fetchRaw() {
    return "    " + imports.shorten(delegate.type()) + " raw = raw();\n";
  }

  private static String rethrow() {
    return """
        } catch (SQLException | RuntimeException | Error e) {
          throw failed(e);
        }
    """;
  }

  private String parameters(Method method) {
    var types = method.getGenericParameterTypes();
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      parameters.add(imports.shorten(types[i]) + " arg" + i);
    }
    return String.join(", ", parameters);
  }

  private String arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      names.add(argument(types[i], "arg" + i));
    }
    return String.join(", ", names);
  }

  private String argument(Class<?> type, String name) {
    if (!Delegate.mayBeHandle(type)) {
      return name;
    }
    String cast = type == Object.class ? "" : "(" + imports.shorten(type) + ") ";
    return cast + "driversOwn(" + name + ")";
  }

  private static String typeVariables(Method method) {
    TypeVariable<Method>[] variables = method.getTypeParameters();
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(TypeVariable::getName)
            .collect(Collectors.joining(", ", "<", "> "));
  }

  /** JDBC methods throw SQLException, its one subclass, or nothing; a fourth kind needs thought. */
  private String throwsClause(Method method) {
    Class<?>[] types = method.getExceptionTypes();
    if (types.length == 0) {
      return "";
    } else if (types.length > 1 || (types[0] != SQLException.class && !throwsClientInfo(method))) {
      throw new IllegalStateException("unexpected exceptions of " + method);
    }
    return " throws " + imports.shorten(types[0]);
  }

  private static boolean throwsClientInfo(Method method) {
    return Arrays.equals(method.getExceptionTypes(), new Class<?>[] {SQLClientInfoException.class});
  }

  private boolean declaresClientInfoException() {
    return delegate.methods().stream().anyMatch(DelegateSource::throwsClientInfo);
  }

  private void clientInfo() {
    imports.shorten(Map.class);
    body.append(
        """

          private static SQLClientInfoException clientInfo(SQLException error) {
            if (error instanceof SQLClientInfoException same) {
              return same;
            }
            return new SQLClientInfoException(
                error.getMessage(), error.getSQLState(), error.getErrorCode(), Map.of(), error);
          }
        """);
  }
}
