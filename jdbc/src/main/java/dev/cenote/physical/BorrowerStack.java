package dev.cenote.physical;

/** Looks where a borrower is, before its connection is taken away. */
final class BorrowerStack {

  private static final String OURS = "dev.cenote.";

  private BorrowerStack() {}

  /**
   * Whether that thread may be inside a call of a driver or of the pool, on whichever connection.
   * Whatever cannot be seen may be. Stops the thread for a moment; never blocks.
   *
   * @param driverClass a class of the driver
   */
  static boolean mayBeInDriver(Thread thread, String driverClass) {
    if (!thread.isAlive()) {
      return false;
    }
    String driver = firstTwo(driverClass);
    StackTraceElement[] stack = thread.getStackTrace();
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.startsWith(OURS) || type.startsWith(driver)) {
        return true;
      }
    }
    return stack.length == 0 && thread.isAlive();
  }

  /** {@code org.postgresql.} of {@code org.postgresql.jdbc.PgConnection}. */
  private static String firstTwo(String type) {
    int first = type.indexOf('.');
    int second = first < 0 ? -1 : type.indexOf('.', first + 1);
    return second < 0 ? type : type.substring(0, second + 1);
  }
}
