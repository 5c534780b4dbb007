package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.simulator.CalmCast.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that becomes full when a pool has lost its connections, and has room again later. The
 * simulation itself checks at every step that no more is open than is permitted, that a full server
 * is asked by one attempt at a time, and that nobody waits in vain.
 */
class FullServerTest {

  private static final int SEEDS = 100;
  private static final int STEPS = 12_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  /** The longest rest before the next attempt; it may find that there is room. */
  private static final long LONGEST_REST = 10 * SECOND;

  private static final long BACK_MAX = 2 * SECOND;

  private static List<Played<Crowd>> played = List.of();

  private static final class Crowd extends CalmCast {

    private int size;
    private int room;
    private PoolStats whileFull = PoolStats.ofSizes(0, 0);
    private PoolStats afterwards = PoolStats.ofSizes(0, 0);
    private long attemptsWhileFull;

    Crowd() {
      super(FullServerTest.class, 5);
    }

    @Override
    public void settings(PoolBuilder<SimResource> builder, SplittableRandom random) {
      super.settings(builder, random);
      size = 2 + poolSize();
      builder.poolSize(size).validation(Validation.ALWAYS).maxOpening(1 + random.nextInt(4));
      if (random.nextBoolean()) { // only those who wait want more
        builder.poolSize(1).maxOverflow(size - 1);
      }
    }

    @Override
    public List<Role> roles(SplittableRandom random) {
      List<Role> roles = new ArrayList<>();
      for (int i = 0; i < 3 * size; i++) {
        roles.add(new Role(800 * MILLISECOND, 100 * MILLISECOND, MILLISECOND));
      }
      return roles;
    }

    @Override
    public void begins(Simulation world, FakeConnector server, SplittableRandom random) {
      room = 1 + random.nextInt(size - 1);
      long fullAt = 2 * SECOND + random.nextLong(SECOND);
      long roomAt = fullAt + 4 * SECOND + random.nextLong(25 * SECOND);
      world
          .time()
          .schedule(
              () -> {
                server.room(room);
                server.kill(1.0, random);
              },
              fullAt);
      world
          .time()
          .schedule(
              () -> {
                whileFull = world.stats();
                attemptsWhileFull = failed(whileFull);
                server.room(Integer.MAX_VALUE);
              },
              roomAt);
      world.time().schedule(() -> afterwards = world.stats(), roomAt + LONGEST_REST + BACK_MAX);
    }

    @Override
    public String toString() {
      return "room for " + room + " of " + size + ", " + whileFull + ", then " + afterwards;
    }

    private static long failed(PoolStats stats) {
      return stats.failedOpens().values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @BeforeAll
  static void playAll() {
    played = CalmCast.playAll(SEEDS, STEPS, Crowd::new);
  }

  @Test
  void thePoolGoesOnWithWhatTheServerHasRoomFor() {
    assertThat(played)
        .extracting(Played::cast)
        .allSatisfy(cast -> {
          PoolStats seen = cast.whileFull;
          assertThat(seen.isServerFull()).as("%s", seen).isTrue();
          assertThat(seen.maximumSet()).isEqualTo(cast.size);
          assertThat(seen.open()).isEqualTo(cast.room);
          assertThat(seen.maximum()).isEqualTo(cast.room + seen.opening());
          assertThat(cast.attemptsWhileFull).isBetween(1L, 12L);
        });
  }

  @Test
  void itIsWholeAgainWithinTwoSecondsOfTheFirstAttemptThatFindsRoom() {
    assertThat(played)
        .extracting(Played::cast)
        .allSatisfy(cast -> {
          assertThat(cast.afterwards.maximum()).isEqualTo(cast.size);
          assertThat(cast.afterwards.open()).as("%s", cast.afterwards).isEqualTo(cast.size);
        });
  }

  @Test
  void theSimulationSeesWhenTwoAreTriedAtOnce() {
    Simulation world = InvariantsTest.worldWith(Validation.ALWAYS);
    CallLog none = new CallLog(world);
    world.invariants().check(full(0, 0), List.of(), none);

    InvariantsTest.violates("1", () -> world.invariants().check(full(2, 0), List.of(), none));
  }

  @Test
  void theSimulationSeesWhenNothingMoreIsTriedForWhoWaits() {
    Invariants invariants = InvariantsTest.worldWith(Validation.ALWAYS).invariants();
    invariants.checkAtRest(full(0, 1), 1L); // the next attempt is due then

    InvariantsTest.violates("4", () -> invariants.checkAtRest(full(0, 1), null));
  }

  /** One is open, idle or, if somebody waits, lent. */
  private static PoolStats full(int opening, int waiting) {
    return new PoolStats(
        1,
        1 + opening,
        9,
        1 - waiting,
        waiting,
        opening,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        waiting,
        0,
        0,
        0,
        0,
        Map.of(),
        1,
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        0);
  }
}
