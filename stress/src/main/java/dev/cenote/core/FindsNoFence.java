package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import dev.cenote.core.PoolConfig.IdleOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** {@link ReleaseBesideJoin} with {@link Mistakes.NoFence}: jcstress must find the mistake. */
@JCStressTest
@Description("The same with a mistake in it.")
@Outcome(
    id = {"SERVED", "SOON"},
    expect = ACCEPTABLE,
    desc = "It went well, by chance.")
@Outcome(
    id = "LOST",
    expect = ACCEPTABLE_INTERESTING,
    desc = "The slot became idle after the releaser had read an empty queue: found.")
@State
public class FindsNoFence {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new Mistakes.NoFence(ONE_SLOT);
  private final Lease<String> lease = stage.lent();
  private final StageWaiter waiter = new StageWaiter();

  /** Gives back. */
  @Actor
  public void release() {
    lease.release();
  }

  /** Enqueues, then looks. */
  @Actor
  public void join() {
    stage.join(waiter);
  }

  /** What became of the waiter. */
  @Arbiter
  public void look(L_Result fate) {
    fate.r1 = stage.fateOf(waiter);
  }
}
