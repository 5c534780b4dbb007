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

/** The generation against the release. */
@JCStressTest
@Description("All connections are invalidated while one is given back.")
@Outcome(
    id = "CLOSED",
    expect = ACCEPTABLE,
    desc = "It is marked while lent, or closed while idle.")
@Outcome(expect = FORBIDDEN, desc = "A connection of the old generation stays.")
@State
public class InvalidationBesideRelease extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();

  /** Gives back. */
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
    return stage.unlessFaulty(connection::end);
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
