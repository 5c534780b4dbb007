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

/** Take-over of a check: CHECKING to LEASED against CHECKING to CLOSING. */
@JCStressTest
@Description("A check is answered at its deadline, while the watchdog takes its slot.")
@Outcome(
    id = "SERVED, KEPT",
    expect = ACCEPTABLE,
    desc = "The answer was in time, and the connection went to the one who waits.")
@Outcome(
    id = "WAITING, ABORTED",
    expect = ACCEPTABLE,
    desc = "The watchdog was first; the one who waits will get another connection.")
@Outcome(
    expect = FORBIDDEN,
    desc = "The one who waits got a connection that is being aborted, or gets none.")
@State
public class CheckBesideTakeOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final StageCaller waiter;
  private final DriverCall check;

  /** Somebody waits for the check, and its deadline is past. */
  public CheckBesideTakeOver() {
    lease.release();
    stage.growStale();
    stage.holdCalls();
    waiter = stage.caller();
    check = stage.heldCall();
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
  }

  /** The check returns. */
  @Actor
  public void returns() {
    check.run();
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
