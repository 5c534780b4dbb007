package dev.cenote.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells an application's own code from what it stands on, and names a place in it as people do:
 * {@code OrderService.place:88}.
 */
final class Frames {

  /** What begins like one of these is a library's, or the platform's. */
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jakarta.",
          "jdk.",
          "sun.",
          "com.sun.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "groovy.",
          "clojure.",
          "org.springframework.",
          "org.hibernate.",
          "org.jooq.",
          "org.jdbi.",
          "org.apache.",
          "org.eclipse.",
          "org.mybatis.",
          "org.flywaydb.",
          "liquibase.",
          "io.quarkus.",
          "io.micronaut.",
          "io.vertx.",
          "io.netty.",
          "io.helidon.",
          "io.undertow.",
          "io.micrometer.",
          "io.opentelemetry.",
          "reactor.",
          "akka.",
          "org.slf4j.",
          "ch.qos.logback.",
          "net.bytebuddy.",
          "org.aspectj.",
          "org.postgresql.",
          "com.mysql.",
          "org.mariadb.",
          "oracle.",
          "com.microsoft.",
          "com.ibm.",
          "org.h2.",
          "org.hsqldb.",
          "org.sqlite.",
          "org.duckdb.",
          "org.junit.",
          "dev.cenote.core.",
          "dev.cenote.delegate.",
          "dev.cenote.handle.",
          "dev.cenote.report.");

  /** The data source's own classes stand in a package that others may stand below. */
  private static final String DATA_SOURCE = "dev.cenote.";

  private Frames() {}

  /** Those of the application's own code, innermost first. */
  static List<StackTraceElement> ofApplication(List<StackTraceElement> stack) {
    List<StackTraceElement> own = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      if (isApplications(frame)) {
        own.add(frame);
      }
    }
    return own;
  }

  static boolean isApplications(StackTraceElement frame) {
    String type = frame.getClassName();
    return frame.getLineNumber() > 0
        && !type.contains("$$") // what a framework made at run time
        && !isDirectlyIn(DATA_SOURCE, type)
        && LIBRARIES.stream().noneMatch(type::startsWith);
  }

  private static boolean isDirectlyIn(String prefix, String type) {
    return type.startsWith(prefix) && type.indexOf('.', prefix.length()) < 0;
  }

  /** {@code OrderService.place:88}. */
  static String place(StackTraceElement frame) {
    return method(frame) + ":" + frame.getLineNumber();
  }

  /** {@code OrderService.place}. */
  static String method(StackTraceElement frame) {
    return simpleName(frame.getClassName()) + "." + methodName(frame.getMethodName());
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }

  /** The body of a lambda is known by the method that it stands in. */
  private static String methodName(String method) {
    if (method.startsWith("lambda$")) {
      int end = method.lastIndexOf('$');
      return end > 7 ? method.substring(7, end) : method;
    }
    return method;
  }

  /** The innermost place with who called it: {@code OrderService.place:88 > Stripe.charge:52}. */
  static String path(List<StackTraceElement> application) {
    if (application.isEmpty()) {
      return "";
    }
    String inner = place(application.get(0));
    return application.size() == 1 ? inner : place(application.get(1)) + " > " + inner;
  }
}
