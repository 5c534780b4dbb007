package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.event.RetireReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The lease keeps no resource of its own: it reads the slot's, and then whether it still stands.
 */
@JCStressTest
@Description("A resource is asked for while its lease ends and the slot gets another.")
@Outcome(id = "OURS", expect = ACCEPTABLE, desc = "The lease stood.")
@Outcome(id = "ENDED", expect = ACCEPTABLE, desc = "The lease had ended: told no more.")
@Outcome(expect = FORBIDDEN, desc = "Whoever asked was told the resource of the next borrower.")
@State
public class ResourceBesideReuse extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final StageConnection ours = lease.resource();
  private String told = "NOTHING";

  /** It is to be closed when it is given back. */
  public ResourceBesideReuse() {
    lease.retireOnRelease(RetireReason.EVICTED);
  }

  /** Asks for the resource. */
  @Actor
  public void ask() {
    try {
      told = lease.resource() == ours ? "OURS" : "ANOTHER'S";
    } catch (IllegalStateException ended) {
      told = "ENDED";
    }
  }

  /** Gives back, which closes, and lets somebody have another in the same slot. */
  @Actor
  public void reuse() {
    lease.release();
    stage.caller();
  }

  @Override
  public Object outcome() {
    return stage.unlessFaulty(() -> told);
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
