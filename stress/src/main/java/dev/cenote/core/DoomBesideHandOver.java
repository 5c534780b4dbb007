package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.event.RetireReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The doom bit against the compare-and-set of the hand-over. */
@JCStressTest
@Description("A connection is marked for closing while it is handed over.")
@Outcome(
    id = "true, WAITING, CLOSED",
    expect = ACCEPTABLE,
    desc = "The mark was first: the release closes it, and the one who waits gets another.")
@Outcome(
    id = "false, SERVED, KEPT",
    expect = ACCEPTABLE,
    desc = "The hand-over was first: the mark was refused, and the next lease is clean.")
@Outcome(expect = FORBIDDEN, desc = "The mark was accepted and lost, or hit the next lease.")
@State
public class DoomBesideHandOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(0);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final StageCaller waiter = stage.caller();
  private boolean doomed;

  /** Nothing opens by itself. */
  public DoomBesideHandOver() {
    stage.holdCalls();
  }

  /** Gives back, to the head. */
  @Actor
  public void release() {
    lease.release();
  }

  /** Marks it. */
  @Actor
  public void doom() {
    doomed = lease.retireOnRelease(RetireReason.EVICTED);
  }

  @Override
  public Object outcome() {
    StageCaller.Fate fate = waiter.fate();
    return stage.unlessFaulty(() -> doomed + ", " + fate + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
