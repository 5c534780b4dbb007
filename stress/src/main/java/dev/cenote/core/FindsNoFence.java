package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;

/** {@link ReleaseBesideJoin} of {@link Mistakes.NoFence}. */
@JCStressTest
@Outcome(id = {"SERVED", "SOON"}, expect = ACCEPTABLE, desc = "It went well by chance.")
@Outcome(id = "LOST", expect = ACCEPTABLE_INTERESTING, desc = "The mistake is found.")
@State
public class FindsNoFence extends ReleaseBesideJoin {

  /** One slot, lent. */
  public FindsNoFence() {
    super(new Mistakes.NoFence(ONE_SLOT));
  }
}
