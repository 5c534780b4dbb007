package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.testkit.simulator.CalmCast.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * More virtual threads than connections, which they hold for microseconds. Each may be overtaken
 * for a millisecond once it is head; a queue of twenty would take twenty. The simulation checks at
 * every step that what comes free is not taken from one that has waited for 1 ms.
 */
class VirtualCrowdTest {

  private static final int SEEDS = 50;
  private static final int STEPS = 10_000;

  private static List<Played<VirtualCrowd>> outcomes = List.of();

  private static final class VirtualCrowd extends CalmCast {

    VirtualCrowd() {
      super(VirtualCrowdTest.class, 3);
    }

    @Override
    public List<Role> roles(SplittableRandom random) {
      long hold = 1_000 + random.nextLong(50_000);
      long wake = 10_000 + random.nextLong(500_000);
      List<Role> all = new ArrayList<>();
      for (int i = 0; i < poolSize(); i++) {
        all.add(new Role(hold, 1, wake).light());
      }
      for (int i = 0; i < 20; i++) {
        all.add(new Role(hold, 1_000_000, wake).light());
      }
      return all;
    }
  }

  @BeforeAll
  static void playAll() {
    outcomes = CalmCast.playAll(SEEDS, STEPS, VirtualCrowd::new);
  }

  @Test
  void virtualThreadsAreOvertakenButNoneForWhatComesFreeWhenItHasWaitedForLong() {
    assertThat(outcomes)
        .hasSize(SEEDS)
        .allSatisfy(each -> assertThat(each.seen().order.overtakings()).isPositive());
  }
}
