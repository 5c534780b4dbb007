package dev.cenote.core.size;

/** How many connections are wanted. Called under the pool's lock; must not block. */
public interface Sizer {

  /** How many to keep although nobody needs them now. */
  int kept();

  /**
   * Whether another connection should be opened for those who wait, although one is on its way.
   *
   * @param demand what is known
   */
  boolean wantsAnother(Demand demand);
}
