package dev.cenote.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cenote.core.wait.Allowances;
import dev.cenote.core.wait.WaitQueue;
import dev.cenote.core.wait.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Allowances}: what is left of a group, when no more are given. */
@JCStressTest
@Description("Two newcomers look for the one allowance that is left.")
@Outcome(
    id = {"true, false", "false, true"},
    expect = ACCEPTABLE,
    desc = "One of them may overtake.")
@Outcome(expect = FORBIDDEN, desc = "Both may, or neither.")
@State
public class LastAllowance {

  private static final long WINDOW = 1_000;

  /** With so many, four are given one by one and then a group of two. */
  private static final int LIMIT = 12;

  private static final Thread NEWCOMER = new Thread(); // both look into one cell

  private long now;
  private final Allowances<String> allowances = new Allowances<>(WINDOW, () -> now);
  private final Waiter<String> head =
      new Waiter<>(0) {
        @Override
        public void run() {}
      };

  /** Leaves one. */
  public LastAllowance() {
    new WaitQueue<String>(() -> now).add(head);
    for (int i = 0; i < 5; i++) {
      allowances.take(head, LIMIT, NEWCOMER);
    }
    now = WINDOW;
  }

  /** Comes. */
  @Actor
  public void one(ZZ_Result may) {
    may.r1 = allowances.take(head, LIMIT, NEWCOMER);
  }

  /** Comes too. */
  @Actor
  public void other(ZZ_Result may) {
    may.r2 = allowances.take(head, LIMIT, NEWCOMER);
  }
}
