package dev.cenote.physical;

/** Looks where a borrower is, before its connection is taken away. */
final class BorrowerStack {

  private static final String HANDLES = "dev.cenote.handle.";
  private static final String DELEGATES = "dev.cenote.delegate.";

  private BorrowerStack() {}

  /**
   * Whether that thread is inside a call that it made through a handle, of whichever connection.
   * Stops the thread for a moment; never blocks.
   */
  static boolean isInDriver(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String type = frame.getClassName();
      if (type.startsWith(HANDLES) || type.startsWith(DELEGATES)) {
        return true;
      }
    }
    return false;
  }
}
