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

/** A late open: CONNECTING to LEASED against CONNECTING to VACANT. */
@JCStressTest
@Description("An open returns at its deadline, while the watchdog gives it up.")
@Outcome(
    id = "SERVED, KEPT",
    expect = ACCEPTABLE,
    desc = "The open was in time, and its connection went to the one who waits.")
@Outcome(
    id = "WAITING, ABORTED",
    expect = ACCEPTABLE,
    desc = "It was given up: whoever brings the late connection aborts it, and another is opened.")
@Outcome(
    id = "WAITING, KEPT",
    expect = ACCEPTABLE,
    desc = "It was given up before it had begun: nothing comes late, and another is opened.")
@Outcome(
    expect = FORBIDDEN,
    desc = "A connection too many or too few, or nobody aborts the late one.")
@State
public class OpenBesideTakeOver extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final StageCaller waiter;
  private final DriverCall open;

  /** Somebody waits for the open, and its deadline is past. */
  public OpenBesideTakeOver() {
    stage.holdCalls();
    waiter = stage.caller();
    open = stage.heldCall();
    stage.pass(PoolStage.PAST_ANY_DEADLINE);
  }

  /** The open returns. */
  @Actor
  public void returns() {
    open.run();
  }

  /** The watchdog looks. */
  @Actor
  public void takesOver() {
    stage.fire();
  }

  @Override
  public Object outcome() {
    StageCaller.Fate fate = waiter.fate();
    return stage.unlessFaulty(() -> fate + ", " + stage.firstOpened().end());
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
