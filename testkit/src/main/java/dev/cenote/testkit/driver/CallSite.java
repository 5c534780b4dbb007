package dev.cenote.testkit.driver;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names of driver calls. A method of {@link Connection} goes by its bare name ({@code close});
 * a method of a statement too, unless a connection has the same ({@code executeQuery}, but {@code
 * Statement.close}); all others are qualified ({@code ResultSet.next}). The longer form is always
 * understood.
 */
final class CallSite {

  static final String CONNECT = "connect";

  /** Every spelling that is understood, to the name in use. */
  private static final Map<String, String> NAMES = names();

  private CallSite() {}

  /**
   * The name in use for what a test wrote.
   *
   * @throws IllegalArgumentException if no driver call has that name: a fault at a misspelt site
   *     would otherwise never fire and the test would pass for nothing
   */
  static String named(String spelling) {
    String name = NAMES.get(spelling);
    if (name == null) {
      throw new IllegalArgumentException(
          "no driver call is named \"" + spelling + "\"" + suggestion(spelling));
    }
    return name;
  }

  static String of(String type, Method method) {
    String name = NAMES.get(type + "." + method.getName());
    return name == null ? type + "." + method.getName() : name;
  }

  private static String suggestion(String spelling) {
    String wanted = spelling.substring(spelling.lastIndexOf('.') + 1);
    TreeSet<String> near = new TreeSet<>();
    for (Map.Entry<String, String> known : NAMES.entrySet()) {
      String method = known.getKey().substring(known.getKey().lastIndexOf('.') + 1);
      if (method.equalsIgnoreCase(wanted)) {
        near.add(known.getValue());
      }
    }
    return near.isEmpty() ? "" : "; did you mean one of " + near + "?";
  }

  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    names.put(CONNECT, CONNECT);
    for (Method method : Connection.class.getMethods()) {
      names.put(method.getName(), method.getName());
      names.put("Connection." + method.getName(), method.getName());
    }
    addStatement(names, Statement.class);
    addStatement(names, PreparedStatement.class);
    addStatement(names, CallableStatement.class);
    addQualified(names, ResultSet.class);
    addQualified(names, ResultSetMetaData.class);
    addQualified(names, DatabaseMetaData.class);
    return Map.copyOf(names);
  }

  private static void addStatement(Map<String, String> names, Class<?> type) {
    for (Method method : type.getMethods()) {
      String qualified = "Statement." + method.getName();
      boolean shared = names.containsKey("Connection." + method.getName());
      String name = shared ? qualified : method.getName();
      names.put(qualified, name);
      names.put(type.getSimpleName() + "." + method.getName(), name);
      if (!shared) {
        names.put(method.getName(), method.getName());
      }
    }
  }

  private static void addQualified(Map<String, String> names, Class<?> type) {
    for (Method method : type.getMethods()) {
      String qualified = type.getSimpleName() + "." + method.getName();
      names.put(qualified, qualified);
    }
  }
}
