package dev.cenote.stress.mutation;

/** What can kill a mutant. */
enum Tool {
  /** The whole engine on virtual time and one thread: {@code dev.cenote.testkit.simulator}. */
  SIMULATOR("simulator"),
  /** Interleavings: a test of {@code HandoffModelTest}, or a {@code Race}. */
  LINCHECK("Lincheck"),
  /** Real processors: a jcstress test. */
  JCSTRESS("jcstress");

  private final String label;

  Tool(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
