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

/** A hand-over racing the failure of all who wait. */
@JCStressTest
@Description("A connection is given back, with somebody waiting, while the pool begins to close.")
@Outcome(
    id = "SERVED, CLOSED",
    expect = ACCEPTABLE,
    desc = "It was handed over first; its new borrower closes it by giving back.")
@Outcome(
    id = "FAILED, CLOSED",
    expect = ACCEPTABLE,
    desc = "The one who waits was told that the pool is closed.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The one who waits was served and failed, or neither; or the connection was left open.")
@State
public class HandOverBesideClose extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(0);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final StageCaller waiter = stage.caller();

  /** Gives back, to the head. */
  @Actor
  public void release() {
    lease.release();
  }

  /** Begins to close. */
  @Actor
  public void close() {
    stage.close();
  }

  @Override
  public Object outcome() {
    StageCaller.Fate fate = waiter.fate();
    return stage.unlessFaulty(() -> fate + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
