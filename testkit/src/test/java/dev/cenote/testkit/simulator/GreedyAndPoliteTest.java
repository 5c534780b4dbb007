package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.testkit.simulator.CalmCast.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Greedy clients, who come again at once, and a polite one, who has to be woken up. In pools where
 * whoever comes first takes what is idle, the polite one starves. The simulation itself checks at
 * every step that nobody is overtaken more often or for longer than is permitted.
 */
class GreedyAndPoliteTest {

  private static final int SEEDS = 200;
  private static final int STEPS = 10_000;
  private static final int LIMIT = 1_024;
  private static final long WINDOW = 1_000_000;

  /**
   * From so long holds on a connection is handed to whoever waits, unless those who wait wake later
   * than that; and from a millisecond on in any case.
   */
  private static final long BARGE_HOLD = 100_000;

  private static List<Played<GreedyAndPolite>> outcomes = List.of();

  private static final class GreedyAndPolite extends CalmCast {

    private final List<Role> greedy = new ArrayList<>();
    private Role polite = new Role(0, 0, 0);

    GreedyAndPolite() {
      super(GreedyAndPoliteTest.class, 3);
    }

    @Override
    public void settings(PoolBuilder<SimResource> builder, SplittableRandom random) {
      super.settings(builder, random);
      builder.idleOrder(IdleOrder.values()[random.nextInt(IdleOrder.values().length)]);
    }

    @Override
    public List<Role> roles(SplittableRandom random) {
      // From 100 ns, a thousand of which end within the millisecond, to 1 s: from a millisecond on,
      // or for whoever wakes sooner from 100 µs on, everything is handed over.
      long hold = (long) (100 * Math.pow(10, 7 * random.nextDouble()));
      long wake = 1 + random.nextLong(2 * WINDOW);
      for (int i = 0; i < poolSize(); i++) {
        greedy.add(new Role(hold, 1, wake));
      }
      long thought = Math.min(WINDOW, 200 * hold); // or the greedy would be alone most of the time
      // One who holds for less may overtake, while they wake, those who hold for long.
      long politeHold = random.nextInt(3) > 0 ? hold : 1 + random.nextLong(WINDOW);
      polite = new Role(politeHold, 1 + random.nextLong(thought), wake);
      List<Role> all = new ArrayList<>(greedy);
      all.add(polite);
      if (random.nextInt(3) == 0) {
        all.forEach(Role::light);
      }
      return all;
    }

    /**
     * As head: it is told at the end of the window at the latest, and when it wakes somebody may
     * have taken what it was told of, with an allowance from before; that one hands over.
     */
    long longestWait() {
      Role one = greedy.get(0);
      return WINDOW + one.wakeNanos() + Math.max(one.holdNanos(), polite.holdNanos());
    }

    boolean allHoldForLong() {
      return Math.min(holdOfGreedy(), polite.holdNanos()) > 4 * WINDOW;
    }

    long holdOfGreedy() {
      return greedy.get(0).holdNanos();
    }

    /** Whether they wake later than their holds, of more than the least, are long. */
    boolean isLate() {
      return holdOfGreedy() > 2 * BARGE_HOLD
          && holdOfGreedy() < WINDOW / 2
          && greedy.get(0).wakeNanos() > 2 * holdOfGreedy();
    }

    long politeServed() {
      return polite.servedCount();
    }

    long greedyServed() {
      return greedy.stream().mapToLong(Role::servedCount).sum();
    }
  }

  @BeforeAll
  static void playAll() {
    outcomes = CalmCast.playAll(SEEDS, STEPS, GreedyAndPolite::new);
  }

  /** 1,024 times and one millisecond: what the defaults permit, said once more. */
  @Test
  void thePoliteIsOvertakenWithinTheLimitsAndServed() {
    assertThat(outcomes)
        .hasSize(SEEDS)
        .allSatisfy(each -> {
          assertThat(each.seen().order.mostOvertaken()).isLessThanOrEqualTo(LIMIT);
          assertThat(each.seen().order.longestAsHead())
              .isLessThanOrEqualTo(each.cast().longestWait());
          assertThat(each.cast().politeServed()).isPositive();
        });
    int most =
        outcomes.stream().mapToInt(each -> each.seen().order.mostOvertaken()).max().orElseThrow();
    long longest =
        outcomes.stream().mapToLong(each -> each.seen().order.longestAsHead()).max().orElseThrow();
    long overtaking = outcomes.stream().filter(each -> each.seen().order.overtakings() > 0).count();
    long handing = SEEDS - overtaking;
    System.out.printf(
        "greedy and polite: overtaking in %d of %d seeds, at most %d times; longest as head %d µs%n",
        overtaking, SEEDS, most, longest / 1_000);
    assertThat(most).as("the limit is reached").isEqualTo(LIMIT);
    assertThat(longest).as("the millisecond is reached").isGreaterThan(WINDOW);
    assertThat(overtaking).isGreaterThan(SEEDS / 4);
    assertThat(handing).as("long holds are handed over").isGreaterThan(SEEDS / 4);
  }

  @Test
  void whereTheyWakeLaterThanHoldsAreLongTheyAreOvertakenForHoldsOfHundredsOfMicroseconds() {
    assertThat(outcomes)
        .filteredOn(each -> each.cast().isLate())
        .hasSizeGreaterThan(5)
        .allSatisfy(each -> assertThat(each.seen().order.overtakings()).isPositive());
  }

  @Test
  void whereHoldsAreLongThePoliteIsServedAsOftenAsTheOneGreedy() {
    assertThat(outcomes)
        .filteredOn(each -> each.cast().poolSize() == 1 && each.cast().allHoldForLong())
        .hasSizeGreaterThan(5)
        .allSatisfy(each -> {
          assertThat(each.seen().order.mostOvertaken()).isZero();
          assertThat(each.cast().politeServed())
              .isCloseTo(each.cast().greedyServed(), withinPercentage(10));
        });
  }
}
