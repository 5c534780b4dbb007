package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The epoch: one lease is given back by two, one of whom claims again. */
@JCStressTest
@Description("A lease is ended by two threads at once, and its connection lent again.")
@Outcome(
    id = "once, SERVED",
    expect = ACCEPTABLE,
    desc = "One of the two ended the lease, and the next lease stands.")
@Outcome(
    id = "once, WAITING",
    expect = ACCEPTABLE,
    desc =
        "One of the two ended the lease, after the other had claimed in vain; who claimed will look.")
@Outcome(
    expect = FORBIDDEN,
    desc = "Both ended it, or the second ended the lease of the next borrower.")
@State
public class TwoReleases extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private boolean one;
  private boolean other;
  private @Nullable StageCaller next;

  /** Gives back, and claims for somebody. */
  @Actor
  public void releaseAndClaim() {
    one = lease.release();
    next = stage.caller();
  }

  /** Gives back too. */
  @Actor
  public void releaseToo() {
    other = lease.release();
  }

  @Override
  public Object outcome() {
    String times = one && other ? "twice" : one || other ? "once" : "never";
    StageCaller.Fate fate = next == null ? StageCaller.Fate.GONE : next.fate();
    return stage.unlessFaulty(() -> times + ", " + fate);
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
