package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.PoolConfig.IdleOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** What a thread remembers of where it found a connection, against a pause. */
@JCStressTest
@Description("All slots are hidden while an idle one is claimed.")
@Outcome(id = "CLAIMED, HIDDEN", expect = ACCEPTABLE, desc = "The claim was first.")
@Outcome(id = "MISSED, HIDDEN", expect = ACCEPTABLE, desc = "The hiding was first.")
@Outcome(expect = FORBIDDEN, desc = "The slot is where threads look first, hidden as it is.")
@State
public class ClaimBesideHide extends Race {

  private static final PoolConfig ONE_SLOT = HandoffStage.config(1, 64, IdleOrder.AFFINE);

  private final HandoffStage stage = new HandoffStage(ONE_SLOT);
  private @Nullable Lease<String> lease;

  /** Claims. */
  @Actor
  public void claim() {
    lease = stage.claim();
  }

  /** Hides. */
  @Actor
  public void hide() {
    stage.hide();
  }

  @Override
  public Object outcome() {
    boolean hidden = Arrays.stream(stage.handoff.firsts()).noneMatch(Objects::nonNull);
    return (lease == null ? "MISSED, " : "CLAIMED, ") + (hidden ? "HIDDEN" : "SHOWN");
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
