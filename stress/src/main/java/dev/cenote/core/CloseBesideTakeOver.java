package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.event.RetireReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The end of a close: CLOSING to VACANT, by the call or by the watchdog. */
@JCStressTest
@Description("A close returns at its deadline, while the watchdog gives it up.")
@Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "The close was in time.")
@Outcome(
    id = "CLOSED_AND_ABORTED",
    expect = ACCEPTABLE,
    desc = "It was given up, and the connection aborted for good measure.")
@Outcome(
    id = "ABORTED",
    expect = ACCEPTABLE,
    desc = "It was given up before it had begun, and the connection aborted instead.")
@Outcome(expect = FORBIDDEN, desc = "The permit came back twice or never.")
@State
public class CloseBesideTakeOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final DriverCall close;

  /** The close has begun, and its deadline is past. */
  public CloseBesideTakeOver() {
    lease.retireOnRelease(RetireReason.EVICTED);
    stage.holdCalls();
    lease.release();
    close = stage.heldCall();
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
  }

  /** The close returns. */
  @Actor
  public void returns() {
    close.run();
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
