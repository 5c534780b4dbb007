package dev.cenote.error;

import dev.cenote.core.event.ThreadName;

/** A thread's name on one line. */
public final class ThreadText {

  private ThreadText() {}

  /** Of a thread. */
  public static String of(Thread thread) {
    return of(ThreadName.of(thread));
  }

  /** Of a name: whatever would break the line is a space. */
  public static String of(String name) {
    return name.replaceAll("\\p{Cntrl}", " ");
  }
}
