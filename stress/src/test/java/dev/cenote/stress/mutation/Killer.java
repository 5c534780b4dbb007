package dev.cenote.stress.mutation;

/**
 * What must kill a mutant, in its shortest form.
 *
 * @param tool by which means
 * @param target which test of {@code HandoffModelTest}, which race, how many seeds
 */
record Killer(Tool tool, String target) {

  /**
   * A test of {@code HandoffModelTest}, by its name, or a {@code Race}, by the name of its class.
   */
  static Killer lincheck(String target) {
    return new Killer(Tool.LINCHECK, target);
  }

  /** A jcstress test, by the name of its class. */
  static Killer jcstress(String target) {
    return new Killer(Tool.JCSTRESS, target);
  }

  /** The simulator, with seeds from 1 on. */
  static Killer simulator(int seeds) {
    return new Killer(Tool.SIMULATOR, String.valueOf(seeds));
  }

  @Override
  public String toString() {
    return tool == Tool.SIMULATOR ? tool + ", " + target + " seeds" : tool + " " + target;
  }
}
