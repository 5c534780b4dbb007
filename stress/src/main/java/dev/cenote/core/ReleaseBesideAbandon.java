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

/** Rules 4 and 6 of {@link Handoff}. */
@JCStressTest
@Description("The only connection becomes idle while the first of two waiters gives up.")
@Outcome(
    id = "SOON",
    expect = ACCEPTABLE,
    desc = "The nudge reached the second waiter, directly or passed on by the first.")
@Outcome(
    id = {"LOST", "ASLEEP"},
    expect = FORBIDDEN,
    desc = "The nudge went to the one who left: the second sleeps beside an idle connection.")
@State
public class ReleaseBesideAbandon {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(ONE_SLOT);
  private final Lease<String> lease = stage.lent();
  private final StageWaiter first = stage.queuedWaiter();
  private final StageWaiter second = stage.queuedWaiter();

  /** Gives back, and nudges the head. */
  @Actor
  public void release() {
    lease.release();
  }

  /** The head leaves. */
  @Actor
  public void abandon() {
    stage.abandon(first);
  }

  /** What became of the second waiter. */
  @Arbiter
  public void look(L_Result fate) {
    fate.r1 = stage.fateOf(second);
  }
}
