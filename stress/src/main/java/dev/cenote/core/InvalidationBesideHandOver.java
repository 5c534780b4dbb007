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

/** The generation against the hand-over. */
@JCStressTest
@Description("All connections are invalidated while one is handed over.")
@Outcome(
    id = "SERVED, CLOSED",
    expect = ACCEPTABLE,
    desc = "It was handed over first, and is closed when it is given back.")
@Outcome(
    id = "WAITING, CLOSED",
    expect = ACCEPTABLE,
    desc = "It was marked first; the one who waits gets another.")
@Outcome(expect = FORBIDDEN, desc = "A connection of the old generation stays.")
@State
public class InvalidationBesideHandOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(0);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final StageCaller waiter = stage.caller();

  /** Nothing opens by itself. */
  public InvalidationBesideHandOver() {
    stage.holdCalls();
  }

  /** Gives back, to the head. */
  @Actor
  public void release() {
    lease.release();
  }

  /** Invalidates. */
  @Actor
  public void invalidate() {
    stage.invalidate();
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
