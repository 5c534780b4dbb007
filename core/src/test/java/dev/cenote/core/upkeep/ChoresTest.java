package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.RetireReason;
import org.junit.jupiter.api.Test;

/** Refill, trim and keepalive; {@link ExpiryChoreTest} has the fourth. */
class ChoresTest {

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  private final HandMadePlant plant = new HandMadePlant();

  @Test
  void refillOpensWhatIsMissingAndThenLooksSeldom() {
    plant.missing = 3;
    plant.openable = 10;

    long next = new RefillChore().run(plant);

    assertThat(plant.opened).isEqualTo(3);
    assertThat(next).isEqualTo(5 * SECOND);
  }

  @Test
  void refillLooksAgainSoonWhileSomethingIsMissing() {
    plant.missing = 3;
    plant.openable = 1;

    long next = new RefillChore().run(plant);

    assertThat(plant.opened).isEqualTo(1);
    assertThat(next).isEqualTo(50 * MILLISECOND);
  }

  @Test
  void refillOpensNothingIfThereAreMoreThanAreKept() {
    plant.missing = -2;
    plant.openable = 10;

    assertThat(new RefillChore().run(plant)).isEqualTo(5 * SECOND);
    assertThat(plant.opened).isZero();
  }

  @Test
  void trimClosesWhatWasNotNeededThoseIdleForLongestFirst() {
    plant.kept = 1;
    plant.recentPeak = 2;
    plant.resident("young").idleSince += 3;
    plant.resident("oldest").idleSince += 1;
    plant.resident("borrowed").borrowed();
    plant.resident("old").idleSince += 2;

    new TrimChore().run(plant);

    assertThat(plant.retired(RetireReason.SURPLUS)).containsExactly("oldest", "old");
  }

  @Test
  void trimKeepsWhatIsKeptThoughNobodyNeedsIt() {
    plant.kept = 2;
    plant.recentPeak = 0;
    plant.resident("one");
    plant.resident("two");

    new TrimChore().run(plant);

    assertThat(plant.retired(RetireReason.SURPLUS)).isEmpty();
  }

  @Test
  void trimKeepsWhatWasInUseTogetherLately() {
    plant.kept = 0;
    plant.recentPeak = 2;
    plant.resident("one");
    plant.resident("two");

    new TrimChore().run(plant);

    assertThat(plant.retired(RetireReason.SURPLUS)).isEmpty();
  }

  @Test
  void keepaliveChecksWhatHasBeenSilentForThatLong() {
    plant.resident("silent").contactedAt -= 120 * SECOND;
    plant.resident("heard").contactedAt -= 120 * SECOND - 1;
    plant.resident("borrowed").borrowed().contactedAt -= 200 * SECOND;

    new KeepaliveChore().run(plant);

    assertThat(plant.checked()).containsExactly("silent");
  }

  @Test
  void keepaliveChecksFourAtOnceAtMost() {
    for (int i = 1; i <= 6; i++) {
      plant.resident("silent " + i).contactedAt -= 200 * SECOND;
    }
    plant.residents.get(0).movedOn = true;

    plant.checksUnderway = 1;
    new KeepaliveChore().run(plant);

    assertThat(plant.checked()).containsExactly("silent 2", "silent 3", "silent 4");
  }

  @Test
  void keepaliveBeginsWithWhoWasSilentForLongest() {
    for (int i = 1; i <= 6; i++) {
      plant.resident("silent " + i).contactedAt -= (120 + i) * SECOND;
    }

    new KeepaliveChore().run(plant);

    assertThat(plant.checked()).containsExactly("silent 3", "silent 4", "silent 5", "silent 6");
  }

  @Test
  void keepaliveReachesEachOfManyConnections() {
    for (int i = 1; i <= 300; i++) {
      plant.resident("silent " + i);
    }
    KeepaliveChore chore = new KeepaliveChore();
    long end = plant.now() + 244 * SECOND; // each is due once, and as soon as it is

    while (plant.now() < end) {
      long pause = chore.run(plant);
      plant.residents.stream()
          .filter(one -> one.checks > 0 && plant.now() - one.contactedAt >= 120 * SECOND)
          .forEach(one -> one.contactedAt = plant.now());
      plant.time.advance(pause);
    }

    assertThat(plant.checked()).hasSize(300);
  }

  @Test
  void aChoreLooksFortyTimesPerSpanWithinBounds() {
    assertThat(Housekeeper.period(40 * SECOND)).isEqualTo(SECOND);
    assertThat(Housekeeper.period(1)).isEqualTo(50 * MILLISECOND);
    assertThat(Housekeeper.period(Long.MAX_VALUE)).isEqualTo(5 * SECOND);
  }
}
