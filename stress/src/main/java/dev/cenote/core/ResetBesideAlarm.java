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

/** The watchdog: a reset that begins while an earlier alarm rings is watched. */
@JCStressTest
@Description("A reset begins, to hang, while the alarm of an earlier one rings.")
@Outcome(
    id = "ABORTED",
    expect = ACCEPTABLE,
    desc = "The look saw the reset, or the reset set the alarm anew.")
@Outcome(expect = FORBIDDEN, desc = "Nobody watches it: it hangs for ever.")
@State
public class ResetBesideAlarm extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection connection = lease.resource();
  private final Lease<StageConnection> again;

  /** One reset was in time; its alarm is still set, and due. */
  public ResetBesideAlarm() {
    connection.dirty = true;
    lease.release();
    again = stage.lent();
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
    connection.dirty = true;
    stage.holdCalls();
  }

  /** Gives back; the reset hangs. */
  @Actor
  public void release() {
    again.release();
  }

  /** The alarm rings. */
  @Actor
  public void ring() {
    stage.fire();
  }

  @Override
  public Object outcome() {
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
    stage.fire(); // the reset hangs still, past its deadline
    return stage.unlessFaulty(connection::end);
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
