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

/**
 * Take-over of a reset whose connection is to be handed on: RESETTING to LEASED against CLOSING.
 */
@JCStressTest
@Description(
    "A reset returns at its deadline, with somebody waiting, while the watchdog takes its slot.")
@Outcome(
    id = "SERVED, KEPT",
    expect = ACCEPTABLE,
    desc = "The reset was in time, and its connection went to the one who waits.")
@Outcome(
    id = "WAITING, ABORTED",
    expect = ACCEPTABLE,
    desc = "The watchdog was first; the one who waits will get another connection.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The one who waits got a connection that is being aborted, or gets none.")
@State
public class ResetBesideTakeOverWithWaiter extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(0);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final StageCaller waiter = stage.caller();
  private final DriverCall reset;

  /** The reset has begun, and its deadline is past. */
  public ResetBesideTakeOverWithWaiter() {
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
    StageCaller.Fate fate = waiter.fate();
    return stage.unlessFaulty(() -> fate + ", " + connection.end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
