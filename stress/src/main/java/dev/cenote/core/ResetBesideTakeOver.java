package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.connect.DriverCall;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Take-over of a reset: RESETTING to IDLE against RESETTING to CLOSING. */
@JCStressTest
@Description("A reset returns at its deadline, while the watchdog takes its slot.")
@Outcome(
    id = "KEPT",
    expect = ACCEPTABLE,
    desc = "The reset was in time, and the connection is idle again.")
@Outcome(
    id = "ABORTED",
    expect = ACCEPTABLE,
    desc = "The watchdog was first: it aborts, and the late reset lets go.")
@Outcome(expect = FORBIDDEN, desc = "Both own the connection, or neither does.")
@State
public class ResetBesideTakeOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final DriverCall reset;

  /** The reset has begun, and its deadline is past. */
  public ResetBesideTakeOver() {
    connection.dirty = true;
    stage.holdCalls();
    lease.release();
    reset = stage.heldCall();
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
  }

  /** The reset returns. */
  @Actor
  public void returns() {
    reset.run();
  }

  /** The watchdog looks. */
  @Actor
  public void takesOver() {
    stage.fire();
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
