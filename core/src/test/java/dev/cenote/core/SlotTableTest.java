package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.slot.NoHome;
import dev.cenote.core.slot.Slot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotTableTest {

  private final SlotTable<Thing> table = new SlotTable<>();

  @BeforeEach
  void leasesReturnNowhere() {
    table.leasesReturnTo(new NoHome<>());
  }

  @Test
  void slotsAreNumberedFromOneAndMadeOnlyWhenNoneIsVacant() {
    Slot<Thing> first = table.takeVacant();
    Slot<Thing> second = table.takeVacant();
    assertThat(first.number()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);

    table.returnVacant(first);

    assertThat(table.takeVacant()).isSameAs(first);
    assertThat(table.takeVacant().number()).isEqualTo(3);
    assertThat(table.all()).hasSize(3);
  }

  @Test
  void theLowestVacantNumberIsTakenFirst() {
    Slot<Thing> first = table.takeVacant();
    Slot<Thing> second = table.takeVacant();
    Slot<Thing> third = table.takeVacant();
    table.returnVacant(third);
    table.returnVacant(first);
    table.returnVacant(second);

    assertThat(table.takeVacant()).isSameAs(first);
    assertThat(table.takeVacant()).isSameAs(second);
    assertThat(table.takeVacant()).isSameAs(third);
  }

  @Test
  void claimSeesWhatIsPublishedAndNothingElse() {
    Slot<Thing> first = table.takeVacant();
    Slot<Thing> second = table.takeVacant();
    assertThat(table.open()).isEmpty();

    table.publish(first);
    table.publish(second);
    assertThat(table.open()).containsExactly(first, second);

    table.unpublish(first);
    assertThat(table.open()).containsExactly(second);
    table.unpublish(first);
    assertThat(table.open()).containsExactly(second);
  }

  @Test
  void aSnapshotNeverChanges() {
    Slot<Thing> first = table.takeVacant();
    table.publish(first);
    Slot<Thing>[] snapshot = table.open();

    table.publish(table.takeVacant());
    table.unpublish(first);

    assertThat(snapshot).containsExactly(first);
  }
}
