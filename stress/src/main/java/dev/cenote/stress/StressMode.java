package dev.cenote.stress;

import java.util.List;
import java.util.Locale;

/** How long to look for what should not happen: {@code -Dcenote.stress.mode=...}. */
public enum StressMode {
  /** As {@link #SANITY}, but jcstress races for less than half the time: what CI runs. */
  SHORT(500, 150, 2, "-jvmArgs -Xmx256m -sc false -f 1 -fsm 1 -iters 2 -time 200"),
  /** Some minutes: enough for every mistake that we know of. */
  SANITY(500, 150, 2, "-jvmArgs -Xmx256m -sc false -f 1 -fsm 1 -iters 5 -time 200"),
  /** Deeper interleavings, all configurations of the JVM that jcstress knows. */
  QUICK(5_000, 2_000, 5, "-m quick"),
  /** As long as it takes. */
  DEFAULT(50_000, 20_000, 50, "-m default");

  /** The options of jcstress for one race that must find something: as above, twice as long. */
  static final List<String> ONE_RACE =
      List.of("-jvmArgs -Xmx256m -sc false -f 1 -fsm 1 -iters 10 -time 200".split(" ", -1));

  private final int interleavings;
  private final int poolInterleavings;
  private final int randomScenarios;
  private final List<String> jcstress;

  StressMode(int interleavings, int poolInterleavings, int randomScenarios, String jcstress) {
    this.interleavings = interleavings;
    this.poolInterleavings = poolInterleavings;
    this.randomScenarios = randomScenarios;
    this.jcstress = List.of(jcstress.split(" "));
  }

  /** What was asked for, or sanity. */
  public static StressMode chosen() {
    return valueOf(System.getProperty("cenote.stress.mode", "sanity").toUpperCase(Locale.ROOT));
  }

  /** How many interleavings of each scenario the model checker tries. */
  public int interleavings() {
    return interleavings;
  }

  /** How many of each race on a whole pool, which takes longer. */
  public int poolInterleavings() {
    return poolInterleavings;
  }

  /** How many scenarios the model checker makes up. */
  public int randomScenarios() {
    return randomScenarios;
  }

  /** The options of jcstress. */
  public List<String> jcstress() {
    return jcstress;
  }
}
