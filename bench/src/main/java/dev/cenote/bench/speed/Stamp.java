package dev.cenote.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What was measured where: records with different ones do not belong together.
 *
 * @param commit what the working tree was at, for people: it changes with every page of text
 * @param code what the classes of Cenote and of the bench were: {@link Code}
 * @param java the JVM
 * @param system its kind and architecture
 * @param processors how many the JVM sees
 * @param model which kind of them the system names; "unknown" if it names none
 */
record Stamp(String commit, String code, String java, String system, int processors, String model) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String UNKNOWN = "unknown";

  /** Old records name no model. */
  Stamp {
    model = Objects.requireNonNullElse(model, UNKNOWN);
  }

  /** This JVM, this code, this machine. */
  static Stamp current() {
    return new Stamp(
        Code.commit(),
        Code.fingerprint(),
        property("java.vm.name") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        modelHere());
  }

  boolean isModelKnown() {
    return !model.equals(UNKNOWN);
  }

  private static String modelHere() {
    try {
      return Files.isReadable(PROCESSORS) ? modelIn(Files.readAllLines(PROCESSORS)) : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The first that the lines of /proc/cpuinfo name. */
  static String modelIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** Whether measurements with both may be compared. */
  boolean agreesWith(Stamp other) {
    return code.equals(other.code)
        && java.equals(other.java)
        && system.equals(other.system)
        && processors == other.processors
        && model.equals(other.model);
  }

  private static String property(String name) {
    return System.getProperty(name, UNKNOWN);
  }
}
