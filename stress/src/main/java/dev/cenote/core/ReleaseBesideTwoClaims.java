package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.PoolConfig.IdleOrder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/**
 * Rules 1 and 3 of {@link Handoff}. Needs three processors; {@link ReleaseAndClaimBesideClaim} two.
 */
@JCStressTest
@Description("The only connection is given back while two others claim.")
@Outcome(
    id = "false, false, IDLE",
    expect = ACCEPTABLE,
    desc = "Both came too early; the slot is idle.")
@Outcome(
    id = {"true, false, LEASED", "false, true, LEASED"},
    expect = ACCEPTABLE,
    desc = "One of them has the lease, and it stands.")
@Outcome(
    expect = FORBIDDEN,
    desc = "Lent twice at once, or the lease does not stand, or the slot is lost.")
@State
public class ReleaseBesideTwoClaims {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(ONE_SLOT);
  private final Lease<String> lease = stage.lent();
  private @Nullable Lease<String> one;
  private @Nullable Lease<String> other;

  /** Gives back. */
  @Actor
  public void release() {
    lease.release();
  }

  /** Claims. */
  @Actor
  public void claim() {
    one = stage.claim();
  }

  /** Claims too. */
  @Actor
  public void claimToo() {
    other = stage.claim();
  }

  /** Who has it. */
  @Arbiter
  public void look(ZZL_Result leases) {
    leases.r1 = one != null;
    leases.r2 = other != null;
    boolean stand = (one == null || one.isActive()) && (other == null || other.isActive());
    leases.r3 = stand ? stage.state.slots.open()[0].state() : "ENDED";
  }
}
