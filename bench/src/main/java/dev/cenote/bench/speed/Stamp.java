package dev.cenote.bench.speed;

/**
 * What was measured where: records with different ones do not belong together.
 *
 * @param commit what the working tree was at, for people: it changes with every page of text
 * @param code what the classes of Cenote and of the bench were: {@link Code}
 * @param java the JVM
 * @param system its kind and architecture
 * @param processors how many the JVM sees
 */
record Stamp(String commit, String code, String java, String system, int processors) {

  /** This JVM, this code, this machine. */
  static Stamp current() {
    return new Stamp(
        Code.commit(),
        Code.fingerprint(),
        property("java.vm.name") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** Whether measurements with both may be compared. */
  boolean agreesWith(Stamp other) {
    return code.equals(other.code)
        && java.equals(other.java)
        && system.equals(other.system)
        && processors == other.processors;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
