package dev.cenote.core;

import static dev.cenote.core.Freshness.Verdict.DUE;
import static dev.cenote.core.Freshness.Verdict.FRESH;
import static dev.cenote.core.Freshness.Verdict.OUTDATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.slot.NoHome;
import dev.cenote.core.slot.Slot;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private static final long BYPASS = 500_000_000;
  private static final long LOOK = 5_000_000_000L;
  private static final long HOT = 10_000_000;

  private final Slot<Thing> slot = new Slot<>(1, new NoHome<>());

  private Freshness of(Validation validation) {
    Freshness freshness = new Freshness(validation, BYPASS, LOOK, 0);
    slot.generation = freshness.generation();
    slot.provenEra = freshness.era();
    slot.idleSince = 0;
    return freshness;
  }

  @Test
  void autoLendsUncheckedWhatWasUsedWithinTheWindow() {
    Freshness auto = of(Validation.AUTO);

    assertThat(auto.isFresh(slot, BYPASS)).isTrue();
    assertThat(auto.verdict(slot, BYPASS)).isEqualTo(FRESH);
    assertThat(auto.isFresh(slot, BYPASS + 1)).isFalse();
    assertThat(auto.verdict(slot, BYPASS + 1)).isEqualTo(DUE);
  }

  @Test
  void alwaysChecksEvenWhatWasUsedJustNow() {
    Freshness always = of(Validation.ALWAYS);

    assertThat(always.isFresh(slot, 0)).isFalse();
    assertThat(always.verdict(slot, 0)).isEqualTo(DUE);
  }

  @Test
  void neverLendsUncheckedHoweverOldAndSuspect() {
    Freshness never = of(Validation.NEVER);

    assertThat(never.isFresh(slot, Long.MAX_VALUE / 2)).isTrue();
    assertThat(never.verdict(slot, Long.MAX_VALUE / 2)).isEqualTo(FRESH);
    never.suspectAll(0);
    assertThat(never.verdict(slot, 0)).isEqualTo(FRESH);
  }

  @Test
  void afterASuspicionEverythingProvedBeforeItIsChecked() {
    Freshness auto = of(Validation.AUTO);

    auto.suspectAll(0);

    assertThat(auto.isFresh(slot, 0)).isFalse();
    assertThat(auto.verdict(slot, 0)).isEqualTo(DUE);
    assertThat(auto.isOutdated(slot)).isFalse();
    slot.provenEra = auto.era();
    assertThat(auto.verdict(slot, 0)).isEqualTo(FRESH);
  }

  @Test
  void afterADeathOnlyWhatIsHotIsLentUncheckedForAMinute() {
    Freshness auto = of(Validation.AUTO);
    auto.suspectAll(0);
    slot.provenEra = auto.era();

    assertThat(auto.isFresh(slot, HOT)).isTrue();
    assertThat(auto.isFresh(slot, HOT + 1)).isFalse();
    slot.idleSince = Freshness.DISTRUST_NANOS - HOT - 2;
    assertThat(auto.isFresh(slot, Freshness.DISTRUST_NANOS - 1)).isFalse();
    assertThat(auto.isFresh(slot, Freshness.DISTRUST_NANOS)).isTrue();
  }

  @Test
  void aWindowSmallerThanATickStaysAsSmall() {
    Freshness strict = new Freshness(Validation.AUTO, 0, LOOK, 0);
    slot.generation = strict.generation();
    slot.provenEra = strict.era();

    assertThat(strict.isFresh(slot, 0)).isTrue();
    assertThat(strict.isFresh(slot, 1)).isFalse();
  }

  @Test
  void whatCanBeLookedAtIsLookedAtUnlessItIsHotWhileTheServerWasHeardRecently() {
    Freshness auto = of(Validation.AUTO);
    slot.canLook = true;

    assertThat(auto.isFresh(slot, HOT)).isTrue();
    assertThat(auto.isFresh(slot, HOT + 1)).isFalse();
    assertThat(auto.isClaimable(slot, LOOK)).isTrue();
    assertThat(auto.isClaimable(slot, LOOK + 1)).isFalse();
    auto.suspectAll(0);
    assertThat(auto.isClaimable(slot, LOOK)).as("under suspicion").isFalse();
    assertThat(of(Validation.ALWAYS).isClaimable(slot, 0)).isFalse();
    assertThat(of(Validation.NEVER).isFresh(slot, LOOK + 1)).isTrue();
  }

  @Test
  void thoseThatDieTogetherAfterALookAreOneReasonForDoubt() {
    Freshness auto = of(Validation.AUTO);
    slot.provenEra = Freshness.unproven(auto.era());
    assertThat(auto.isSuspect(slot)).isTrue();
    assertThat(auto.wasSuspect(slot)).as("the first tells something new").isFalse();

    auto.suspectAll(0);

    assertThat(auto.wasSuspect(slot)).as("the others do not").isTrue();
    assertThat(Freshness.unproven(slot.provenEra)).isEqualTo(slot.provenEra);
  }

  @Test
  void noDoubtIsTakenBackByAnother() {
    Freshness auto = of(Validation.AUTO);

    auto.suspectAll(0);
    auto.invalidateAll();

    assertThat(auto.isSuspect(slot)).isTrue();
  }

  @Test
  void afterAnInvalidationEverythingOpenedBeforeItIsOutdatedWhateverTheValidation() {
    for (Validation validation : Validation.values()) {
      Freshness freshness = of(validation);
      long generation = freshness.generation();

      assertThat(freshness.invalidateAll()).isEqualTo(generation + 1);

      assertThat(freshness.isFresh(slot, 0)).isFalse();
      assertThat(freshness.isOutdated(slot)).isTrue();
      assertThat(freshness.verdict(slot, 0)).isEqualTo(OUTDATED);
    }
  }
}
