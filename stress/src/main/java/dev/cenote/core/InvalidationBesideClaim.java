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

/** The generation against the claim. */
@JCStressTest
@Description("All connections are invalidated while an idle one is claimed.")
@Outcome(
    id = "SERVED, CLOSED",
    expect = ACCEPTABLE,
    desc = "The claim was first; the connection is closed when it is given back.")
@Outcome(
    id = "WAITING, CLOSED",
    expect = ACCEPTABLE,
    desc = "The invalidation was first; whoever came gets another.")
@Outcome(expect = FORBIDDEN, desc = "A connection of the old generation stays.")
@State
public class InvalidationBesideClaim extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private StageCaller.Fate fate = StageCaller.Fate.WAITING;

  /** It is idle, and nothing opens by itself. */
  public InvalidationBesideClaim() {
    lease.release();
    stage.holdCalls();
  }

  /** Claims, or waits. */
  @Actor
  public void claim() {
    fate = stage.caller().fate();
  }

  /** Invalidates. */
  @Actor
  public void invalidate() {
    stage.invalidate();
  }

  @Override
  public Object outcome() {
    return stage.unlessFaulty(() -> fate + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
