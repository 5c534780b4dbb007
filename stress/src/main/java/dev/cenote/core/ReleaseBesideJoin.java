package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.PoolConfig.IdleOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Rules 2 to 4 of {@link Handoff}. */
@JCStressTest
@Description("The only connection is given back while somebody joins the queue.")
@Outcome(
    id = "SERVED",
    expect = ACCEPTABLE,
    desc = "The slot was idle when the waiter looked: it got the lease.")
@Outcome(
    id = "SOON",
    expect = ACCEPTABLE,
    desc = "The releaser saw the waiter, nudged it and woke it: it will look.")
@Outcome(
    id = {"LOST", "ASLEEP"},
    expect = FORBIDDEN,
    desc = "The waiter sleeps beside an idle connection: a lost wake-up.")
@State
public class ReleaseBesideJoin {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(ONE_SLOT);
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
