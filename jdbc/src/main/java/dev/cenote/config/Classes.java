package dev.cenote.config;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Classes that are known by name: looked for as the thread's context says, where a container has
 * put the application, and then where this library is, for threads that nobody has prepared.
 */
final class Classes {

  private Classes() {}

  /** Which class loaders may know it, in this order. */
  static List<ClassLoader> loaders() {
    return Arrays.asList(
            Thread.currentThread().getContextClassLoader(), Classes.class.getClassLoader())
        .stream()
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /**
   * The class of that name.
   *
   * @param initializes whether its static code runs
   */
  static Class<?> named(String className, boolean initializes) throws ClassNotFoundException {
    ClassNotFoundException missing = new ClassNotFoundException(className);
    for (ClassLoader loader : loaders()) {
      try {
        return Class.forName(className, initializes, loader);
      } catch (ClassNotFoundException notThere) {
        missing = notThere;
      }
    }
    throw missing;
  }
}
