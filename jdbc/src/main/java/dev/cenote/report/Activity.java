package dev.cenote.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that has a connection was doing when its stack was taken.
 *
 * @param kind of what kind that is
 * @param call what its application's code has called: a JDBC method, or {@code HttpClient.send};
 *     empty if it runs code of its own or nothing is known
 * @param application the application's frames, innermost first
 */
record Activity(Kind kind, String call, List<StackTraceElement> application) {

  enum Kind {
    /** It is inside a call of the driver. */
    IN_DRIVER,
    /** It waits for another connection of a pool. */
    ACQUIRING,
    /** It is anywhere else. */
    ELSEWHERE,
    /** It has ended. */
    ENDED,
    /** It is not known which thread it is, or it does not tell. */
    UNKNOWN
  }

  private static final List<String> HANDLES = List.of("dev.cenote.handle.", "dev.cenote.delegate.");
  private static final String DELEGATE = "Delegating";
  private static final String HANDLE = "Cenote";
  private static final String WAIT = "dev.cenote.core.BlockingAcquire";

  /** What a thread is doing now. Takes its stack, which stops it for a moment. */
  static Activity of(@Nullable Thread thread) {
    if (thread == null) {
      return new Activity(Kind.UNKNOWN, "", List.of());
    }
    if (!thread.isAlive()) {
      return new Activity(Kind.ENDED, "", List.of());
    }
    return of(List.of(thread.getStackTrace()));
  }

  /** What a stack says. */
  static Activity of(List<StackTraceElement> stack) {
    if (stack.isEmpty()) {
      return new Activity(Kind.UNKNOWN, "", List.of());
    }
    // What a handle or the engine has called is the driver's or the pool's, whatever its name.
    for (int i = 0; i < stack.size(); i++) {
      StackTraceElement frame = stack.get(i);
      String type = frame.getClassName();
      if (HANDLES.stream().anyMatch(type::startsWith)) {
        return new Activity(Kind.IN_DRIVER, jdbcMethod(frame), below(stack, i));
      }
      if (type.startsWith(WAIT)) {
        return new Activity(Kind.ACQUIRING, "getConnection", below(stack, i));
      }
    }
    List<StackTraceElement> application = below(stack, -1);
    int depth = application.isEmpty() ? 0 : stack.indexOf(application.get(0));
    String call = depth == 0 ? "" : Frames.method(stack.get(depth - 1));
    return new Activity(Kind.ELSEWHERE, call, application);
  }

  private static List<StackTraceElement> below(List<StackTraceElement> stack, int index) {
    return Frames.ofApplication(stack.subList(index + 1, stack.size()));
  }

  /** {@code PreparedStatement.executeQuery}, for a method of the handle. */
  private static String jdbcMethod(StackTraceElement frame) {
    String method = Frames.method(frame);
    if (method.startsWith(DELEGATE)) {
      return method.substring(DELEGATE.length());
    }
    return method.startsWith(HANDLE) ? method.substring(HANDLE.length()) : method;
  }

  /** Where its application's code is, with who called it. */
  String path() {
    return Frames.path(application);
  }
}
