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
import org.openjdk.jcstress.infra.results.LL_Result;

/** Rules 7 and 8 of {@link Handoff}. */
@JCStressTest
@Description("The only connection is handed over while the first of two waiters gives up.")
@Outcome(
    id = "SERVED, WAITING",
    expect = ACCEPTABLE,
    desc = "The lease came before the first gave up: it must use it or give it back.")
@Outcome(
    id = "GONE, SERVED",
    expect = ACCEPTABLE,
    desc = "The first had given up: the second got the lease.")
@Outcome(
    expect = FORBIDDEN,
    desc = "Both or neither got the connection, or somebody sleeps beside it.")
@State
public class HandOverBesideAbandon {

  private static final PoolConfig STRICT = HandoffStage.config(1, 0, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(STRICT);
  private final Lease<String> lease = stage.lent();
  private final StageWaiter first = stage.queuedWaiter();
  private final StageWaiter second = stage.queuedWaiter();

  /** Gives back, to the head. */
  @Actor
  public void release() {
    lease.release();
  }

  /** The head leaves. */
  @Actor
  public void abandon() {
    stage.abandon(first);
  }

  /** What became of the two. */
  @Arbiter
  public void look(LL_Result fates) {
    fates.r1 = stage.fateOf(first);
    fates.r2 = stage.fateOf(second);
  }
}
