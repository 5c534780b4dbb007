package dev.cenote.physical;

/** One failure after another. */
final class Suppression {

  private Suppression() {}

  /** Adds the second to the first, unless it is the same: a driver may throw one twice. */
  static void add(Throwable first, Throwable second) {
    if (first != second) {
      first.addSuppressed(second);
    }
  }
}
