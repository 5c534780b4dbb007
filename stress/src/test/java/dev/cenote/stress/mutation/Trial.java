package dev.cenote.stress.mutation;

import dev.cenote.stress.Jcstress;
import dev.cenote.testkit.simulator.Simulation;
import dev.cenote.testkit.simulator.SimulationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * One tool on the engine that stands on the class path, mutated or not. The exit code says what
 * came of it; anything else means that the trial itself broke.
 */
final class Trial {

  /** The tool found nothing. */
  static final int ALIVE = 20;

  /** The tool found something: what, is in the last line of the output. */
  static final int KILLED = 21;

  private static final int STEPS = 10_000;

  private Trial() {}

  /**
   * Runs it.
   *
   * @param arguments the {@link Tool}, the target, a folder for reports
   */
  public static void main(String[] arguments) throws Exception {
    Tool tool = Tool.valueOf(arguments[0]);
    String target = arguments[1];
    Optional<String> found =
        switch (tool) {
          case SIMULATOR -> simulate(Integer.parseInt(target));
          case LINCHECK -> check(target);
          case JCSTRESS -> Jcstress.forbidden(Path.of(arguments[2]), target);
        };
    System.out.println(found.orElse("nothing found"));
    System.out.flush();
    Runtime.getRuntime().halt(found.isPresent() ? KILLED : ALIVE); // no thread may hold it up
  }

  private static Optional<String> simulate(int seeds) {
    for (int seed = 1; seed <= seeds; seed++) {
      try {
        new Simulation(seed, STEPS).run();
      } catch (SimulationFailure failure) {
        return Optional.of("seed " + seed + ", " + firstLine(failure));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> check(String target) throws ReflectiveOperationException {
    try {
      Optional<Method> test = method("HandoffModelTest", target);
      if (test.isPresent()) {
        run(test.get());
      } else {
        run(
            method("RaceModelTest", "nothingForbiddenComesOf").orElseThrow(),
            Class.forName("dev.cenote.core." + target));
      }
      return Optional.empty();
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof LincheckAssertionError found) {
        return Optional.of(gist(String.valueOf(found.getMessage())));
      }
      throw thrown;
    }
  }

  private static Optional<Method> method(String test, String name) throws ClassNotFoundException {
    return Arrays.stream(Class.forName("dev.cenote.core." + test).getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst();
  }

  private static void run(Method test, Object... arguments) throws ReflectiveOperationException {
    var constructor = test.getDeclaringClass().getDeclaredConstructor();
    constructor.setAccessible(true);
    test.setAccessible(true);
    test.invoke(constructor.newInstance(), arguments);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String gist(String report) {
    System.out.println(report);
    return report
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("| outcome()") || line.contains("Error: "))
        .findFirst()
        .orElse("an outcome that must not be")
        .replaceAll("[| ]+", " ")
        .strip();
  }
}
