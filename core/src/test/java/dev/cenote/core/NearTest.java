package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.slot.NoHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Allowances;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Near: what a thread finds first. One thread plays all borrowers here. */
class NearTest {

  private final PoolUnderTest on =
      PoolUnderTest.with(b -> b.poolSize(3).maxOverflow(0).leakWatch(LeakWatch.OFF));

  private int next() {
    Lease<Thing> lease = on.lease();
    lease.release();
    return lease.slotNumber();
  }

  @Test
  void aThreadFindsTheSlotAgainInWhichItFoundAConnectionLast() {
    on.fill(3);
    Lease<Thing> own = on.lease();
    Lease<Thing> another = on.lease();
    own.release();
    another.release();

    assertThat(next()).isEqualTo(another.slotNumber()).isNotEqualTo(own.slotNumber());
    assertThat(next()).isEqualTo(another.slotNumber());
  }

  @Test
  void aThreadWhoseSlotIsTakenFindsEachOfTheOthersThatIsIdle() {
    SlotTable<Thing> table = new SlotTable<>();
    table.leasesReturnTo(new NoHome<>());
    Claimables<Thing> near = showing(table);
    for (int i = 0; i < 5; i++) {
      Slot<Thing> slot = table.takeVacant();
      slot.provenEra = 1; // from which no fresh one is checked
      long connecting = slot.beginOpen(slot.word());
      table.publish(slot);
      slot.release(connecting);
    }

    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Lease<Thing> lease = near.claimNear();
      assertThat(lease).isNotNull();
      found.add(lease.slotNumber());
    }

    assertThat(found).hasSize(5);
    assertThat(near.claimNear()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 64, 100, 128, 1_000})
  void asManyThreadsAsThereAreSlotsBeginAtOneEach(int slots) {
    SlotTable<Thing> table = new SlotTable<>();
    table.leasesReturnTo(new NoHome<>());
    Claimables<Thing> near = showing(table);
    for (int i = 0; i < slots; i++) {
      table.publish(table.takeVacant());
    }

    @Nullable Slot<Thing>[] firsts = near.firsts();

    assertThat(firsts).doesNotContainNull();
    assertThat(Arrays.copyOf(firsts, slots)).doesNotHaveDuplicates();
  }

  @Test
  void nobodyFindsASlotThatIsHiddenOrHasGone() {
    SlotTable<Thing> table = new SlotTable<>();
    table.leasesReturnTo(new NoHome<>());
    Claimables<Thing> near = showing(table);
    Slot<Thing> slot = table.takeVacant();
    table.publish(slot);
    assertThat(near.firsts()).containsOnly(slot);

    table.hide(true);
    assertThat(near.firsts()).containsOnlyNulls();
    table.hide(false);
    assertThat(near.firsts()).containsOnly(slot);
    table.unpublish(slot);

    assertThat(near.firsts()).containsOnlyNulls();
  }

  private static Claimables<Thing> showing(SlotTable<Thing> table) {
    Claimables<Thing> near =
        new Claimables<>(
            table.open(),
            new Allowances<>(0, () -> 0),
            new Freshness(Validation.NEVER, 0, 0, 0),
            new NoHome<Thing>().coarse()) {
          @Override
          @Nullable Lease<Thing> take(Slot<Thing> slot, long idleWord, long now) {
            long owned = slot.claim(idleWord);
            return owned == Slot.LOST ? null : new Lease<>(slot, owned);
          }
        };
    table.showTo(near);
    return near;
  }
}
