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

/** The generation against an open under way. */
@JCStressTest
@Description("All connections are invalidated while one is being opened.")
@Outcome(
    id = "SERVED, CLOSED",
    expect = ACCEPTABLE,
    desc = "It was open first, and is closed when it is given back.")
@Outcome(
    id = "WAITING, CLOSED",
    expect = ACCEPTABLE,
    desc = "It came from before the invalidation: closed at once, and another is opened.")
@Outcome(expect = FORBIDDEN, desc = "A connection of the old generation stays.")
@State
public class InvalidationBesideOpen extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final StageCaller waiter;
  private final DriverCall open;

  /** Somebody waits for the open. */
  public InvalidationBesideOpen() {
    stage.holdCalls();
    waiter = stage.caller();
    open = stage.heldCall();
  }

  /** The open returns. */
  @Actor
  public void returns() {
    open.run();
  }

  /** Invalidates. */
  @Actor
  public void invalidate() {
    stage.invalidate();
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
