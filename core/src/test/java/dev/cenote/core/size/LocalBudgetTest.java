package dev.cenote.core.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocalBudgetTest {

  private final LocalBudget budget = new LocalBudget(2);

  @Test
  void thereAreAsManyPermitsAsTheLimit() {
    assertThat(budget.limit()).isEqualTo(2);
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
    assertThat(budget.taken()).isEqualTo(2);
  }

  @Test
  void aPermitGivenBackCanBeTakenAgain() {
    budget.tryTake();
    budget.tryTake();

    budget.giveBack();

    assertThat(budget.taken()).isEqualTo(1);
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
  }

  @Test
  void aPermitGivenBackTwiceIsABug() {
    budget.tryTake();
    budget.giveBack();

    assertThatThrownBy(budget::giveBack)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("bug:");
    assertThat(budget.taken()).isZero();
  }

  @Test
  void underALoweredLimitNothingIsTakenUntilEnoughHasComeBack() {
    budget.tryTake();
    budget.tryTake();

    budget.limit(1);

    assertThat(budget.taken()).isEqualTo(2);
    assertThat(budget.tryTake()).isFalse();
    budget.giveBack();
    assertThat(budget.tryTake()).isFalse();
    budget.giveBack();
    assertThat(budget.tryTake()).isTrue();
  }

  @Test
  void aRaisedLimitCountsAtOnce() {
    budget.tryTake();
    budget.tryTake();

    budget.limit(3);

    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
  }
}
