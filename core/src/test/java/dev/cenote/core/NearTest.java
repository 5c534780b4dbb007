package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.slot.NoHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Allowances;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void aThreadWhoseSlotIsTakenFindsAnyOtherThatIsIdle() {
    on.fill(3);

    List<Lease<Thing>> leases = on.leases(3);

    assertThat(leases).extracting(Lease::slotNumber).doesNotHaveDuplicates();
    assertThat(on.arriveAsleep().isServed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "100, 100", "128, 128", "1000, 1000"})
  void asManyThreadsAsThereAreSlotsBeginAtOneEach(int slots, int threads) {
    SlotTable<Thing> table = new SlotTable<>();
    table.leasesReturnTo(new NoHome<>());
    Claimables<Thing> near = showing(table);
    for (int i = 0; i < slots; i++) {
      table.publish(table.takeVacant());
    }

    @Nullable Slot<Thing>[] firsts = near.firsts();

    assertThat(firsts).doesNotContainNull();
    assertThat(Arrays.copyOf(firsts, threads)).doesNotHaveDuplicates();
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
            table.open(), new Allowances<>(0, () -> 0), new Freshness(Validation.AUTO, 0, 0, 0)) {};
    table.showTo(near);
    return near;
  }
}
