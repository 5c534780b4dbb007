package dev.cenote.bench;

/**
 * Where it was measured.
 *
 * @param processors how many the JVM sees
 * @param system its kind and architecture
 * @param java the JVM's name and version
 */
record Machine(int processors, String system, String java) {

  /** This one. */
  static Machine current() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        property("os.name") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.runtime.version"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  @Override
  public String toString() {
    return processors + " processors, " + system + ", " + java;
  }
}
