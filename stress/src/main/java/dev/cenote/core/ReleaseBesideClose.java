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

/** A doom of the closing pool racing a release. */
@JCStressTest
@Description("A connection is given back while the pool begins to close.")
@Outcome(
    id = "CLOSED",
    expect = ACCEPTABLE,
    desc = "Whoever came second saw what the first had done.")
@Outcome(expect = FORBIDDEN, desc = "It was left open, or ended twice.")
@State
public class ReleaseBesideClose extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();

  /** Gives back. */
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
    return stage.unlessFaulty(connection::end);
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
