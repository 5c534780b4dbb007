package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Take-over of a lease at the end of the pool: LEASED to CLOSING, by the borrower or by the
 * shutdown.
 */
@JCStressTest
@Description("A connection is given back while the shutdown takes it back.")
@Outcome(id = "true, CLOSED", expect = ACCEPTABLE, desc = "The borrower was first: a polite end.")
@Outcome(
    id = "false, ABORTED",
    expect = ACCEPTABLE,
    desc = "The shutdown was first: it aborts, and the borrower lets go.")
@Outcome(expect = FORBIDDEN, desc = "Both ended it, or nobody did.")
@State
public class ReleaseBesideTakeBack extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private boolean released;

  /** The pool is closing, and the time to give back is over. */
  public ReleaseBesideTakeBack() {
    stage.closeUpToTheDrainDeadline();
  }

  /** Gives back. */
  @Actor
  public void release() {
    released = lease.release();
  }

  /** The shutdown aborts what is still lent. */
  @Actor
  public void takesBack() {
    stage.fire();
  }

  @Override
  public Object outcome() {
    return stage.unlessFaulty(() -> released + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
