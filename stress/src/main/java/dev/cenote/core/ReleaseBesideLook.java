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

/** Rule 5 of {@link Handoff}. */
@JCStressTest
@Description("The only connection becomes idle while the head, nudged before, looks.")
@Outcome(id = "SERVED", expect = ACCEPTABLE, desc = "The head saw it.")
@Outcome(
    id = "SOON",
    expect = ACCEPTABLE,
    desc = "The head looked too early; it has been nudged again.")
@Outcome(
    id = {"LOST", "ASLEEP"},
    expect = FORBIDDEN,
    desc = "The releaser took an old nudge for its own: the head sleeps beside an idle connection.")
@State
public class ReleaseBesideLook {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(ONE_SLOT);
  private final StageWaiter head;
  private final Lease<String> lease;

  /** The head has been nudged, and was overtaken. */
  public ReleaseBesideLook() {
    Lease<String> before = stage.lent();
    head = stage.queuedWaiter();
    before.release();
    lease = stage.lent();
  }

  /** Gives back, and nudges the head unless it finds it nudged. */
  @Actor
  public void release() {
    lease.release();
  }

  /** The head heeds the first nudge. */
  @Actor
  public void look() {
    stage.heed();
  }

  /** What became of the head. */
  @Arbiter
  public void ask(L_Result fate) {
    fate.r1 = stage.fateOf(head);
  }
}
