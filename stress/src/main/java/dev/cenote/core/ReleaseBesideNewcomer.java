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

/** Rule 1 of {@link Handoff}, where nobody may be overtaken. */
@JCStressTest
@Description("The only connection is given back while one joins the queue and another comes later.")
@Outcome(
    id = {"SERVED, in vain", "SOON, in vain"},
    expect = ACCEPTABLE,
    desc = "The first has it, or will; the newcomer got nothing.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The newcomer overtook, or the first sleeps beside an idle connection.")
@State
public class ReleaseBesideNewcomer extends Race {

  private static final PoolConfig STRICT = HandoffStage.config(1, 0, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(STRICT);
  private final Lease<String> lease = stage.lent();
  private final StageWaiter first = new StageWaiter();
  private boolean overtook;

  /** Gives back. */
  @Actor
  public void release() {
    lease.release();
  }

  /** One joins, and then another claims. */
  @Actor
  public void joinAndClaim() {
    stage.join(first);
    overtook = stage.claim() != null;
  }

  @Override
  public Object outcome() {
    return stage.fateOf(first) + (overtook ? ", overtaken" : ", in vain");
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
