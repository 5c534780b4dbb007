package dev.cenote.core.event;

/** A thread's name for messages; virtual threads often have none. */
public final class ThreadName {

  private ThreadName() {}

  /** Its name, or {@code #} and its number. Any thread. */
  @SuppressWarnings("deprecation") // threadId() came after Java 17
  public static String of(Thread thread) {
    return thread.getName().isEmpty() ? "#" + thread.getId() : thread.getName();
  }
}
