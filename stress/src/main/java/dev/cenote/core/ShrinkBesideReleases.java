package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The dooms of a lowered limit, and their pardon, against two releases. */
@JCStressTest
@Description("The limit is lowered by one while both connections are given back.")
@Outcome(
    id = "ONE STAYS",
    expect = ACCEPTABLE,
    desc = "One went, whoever came first; the other was spared or pardoned.")
@Outcome(expect = FORBIDDEN, desc = "Both went or both stayed.")
@State
public class ShrinkBesideReleases extends Race {

  private static final PoolConfig CONFIG = PoolStage.config(64, 2);

  private final PoolStage stage = new PoolStage(CONFIG);
  private final Lease<StageConnection> lease = stage.lent();
  private final Lease<StageConnection> other = stage.lent();
  private final List<StageConnection> connections = List.of(lease.resource(), other.resource());

  /** Gives back both. */
  @Actor
  public void release() {
    lease.release();
    other.release();
  }

  /** Lowers the limit. */
  @Actor
  public void shrink() {
    stage.resize(1);
  }

  @Override
  public Object outcome() {
    return stage.unlessFaulty(() -> {
      long stay = connections.stream().filter(one -> one.end() == StageConnection.End.KEPT).count();
      return stay == 0 ? "NONE STAYS" : stay == 1 ? "ONE STAYS" : "BOTH STAY";
    });
  }

  /** What came of it. */
  @Arbiter
  public void look(L_Result result) {
    result.r1 = outcome();
  }
}
