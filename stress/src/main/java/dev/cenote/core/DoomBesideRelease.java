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

/** The doom bit against the compare-and-set of the release. */
@JCStressTest
@Description("A connection is marked for closing while it is given back.")
@Outcome(
    id = "true, CLOSED",
    expect = ACCEPTABLE,
    desc = "The mark was first: the release closes it.")
@Outcome(
    id = "false, KEPT",
    expect = ACCEPTABLE,
    desc = "The release was first: the mark was refused, and the connection is idle.")
@Outcome(expect = FORBIDDEN, desc = "The mark was accepted and lost, or refused and obeyed.")
@State
public class DoomBesideRelease extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private boolean doomed;

  /** Gives back. */
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
    return stage.unlessFaulty(() -> doomed + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
