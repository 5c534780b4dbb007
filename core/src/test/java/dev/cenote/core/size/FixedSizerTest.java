package dev.cenote.core.size;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedSizerTest {

  private static final long MILLISECOND = 1_000_000;

  private final FixedSizer sizer = new FixedSizer(5);

  private boolean wantsAnother(int waiting, int underway, int connections, long headWaited) {
    return sizer.wantsAnother(new Demand(waiting, underway, connections, headWaited, 0, 0, 0));
  }

  private boolean wantsAnother(
      int waiting, int underway, int connections, long recentHold, long recentOpen) {
    return sizer.wantsAnother(
        new Demand(waiting, underway, connections, recentOpen / 8, 0, recentHold, recentOpen));
  }

  @Test
  void itKeepsWhatItIsTold() {
    assertThat(sizer.kept()).isEqualTo(5);
    sizer.kept(7);
    assertThat(sizer.kept()).isEqualTo(7);
  }

  @Test
  void theFirstWaiterGetsAnOpen() {
    assertThat(wantsAnother(1, 0, 0, 0)).isTrue();
  }

  @Test
  void nobodyGetsMoreThanOneEach() {
    assertThat(wantsAnother(1, 1, 1, 60_000 * MILLISECOND)).isFalse();
    assertThat(wantsAnother(3, 3, 3, 60_000 * MILLISECOND)).isFalse();
    assertThat(wantsAnother(0, 0, 0, 0)).isFalse();
  }

  @Test
  void withNoHoldKnownTheSecondWaitsUntilTheHeadHasWaitedTenMilliseconds() {
    assertThat(wantsAnother(2, 1, 1, 10 * MILLISECOND - 1)).isFalse();
    assertThat(wantsAnother(2, 1, 1, 10 * MILLISECOND)).isTrue();
  }

  @Test
  void anotherIsOpenedOnlyIfTheQueueDrainsMoreSlowlyThanOpeningTakes() {
    long hold = 10 * MILLISECOND;

    // 8 waiters, 4 connections: drained after 20 ms
    assertThat(wantsAnother(8, 1, 4, hold, 19 * MILLISECOND)).isTrue();
    assertThat(wantsAnother(8, 1, 4, hold, 20 * MILLISECOND)).isFalse();
    assertThat(wantsAnother(8, 1, 4, hold, 21 * MILLISECOND)).isFalse();
  }

  @Test
  void howLongOnesWereHeldBeforeDoesNotCountOnceTheQueueMoves() {
    long hold = 300 * MILLISECOND;
    long open = 150 * MILLISECOND;
    long waited = 10 * MILLISECOND;

    // 25 more like the 25 who were served in 10 ms, or 25 more like the one who was
    assertThat(sizer.wantsAnother(new Demand(25, 1, 5, waited, 25, hold, open))).isFalse();
    assertThat(sizer.wantsAnother(new Demand(25, 1, 5, waited, 1, hold, open))).isTrue();
    assertThat(sizer.wantsAnother(new Demand(25, 1, 5, waited, 0, hold, open))).isTrue();
  }

  @Test
  void theSecondWaitsForAnEighthOfAnOpenAndNoLongerThanTenMilliseconds() {
    long hold = 300 * MILLISECOND;

    assertThat(sizer.wantsAnother(new Demand(9, 1, 1, 999_999, 0, hold, 8 * MILLISECOND)))
        .isFalse();
    assertThat(sizer.wantsAnother(new Demand(9, 1, 1, MILLISECOND, 0, hold, 8 * MILLISECOND)))
        .isTrue();
    assertThat(
            sizer.wantsAnother(
                new Demand(9, 1, 1, 10 * MILLISECOND - 1, 0, hold, 800 * MILLISECOND)))
        .isFalse();
    assertThat(
            sizer.wantsAnother(new Demand(9, 1, 1, 10 * MILLISECOND, 0, hold, 800 * MILLISECOND)))
        .isTrue();
  }

  @Test
  void itAsksAgainWhenThePatienceEndsAndThenEachTenMilliseconds() {
    long hold = 300 * MILLISECOND;
    long open = 40 * MILLISECOND;

    assertThat(FixedSizer.lookAgainAfter(new Demand(9, 1, 1, 0, 0, hold, open)))
        .isEqualTo(5 * MILLISECOND);
    assertThat(FixedSizer.lookAgainAfter(new Demand(9, 1, 1, 5 * MILLISECOND, 0, hold, open)))
        .isEqualTo(10 * MILLISECOND);
    assertThat(FixedSizer.lookAgainAfter(new Demand(9, 1, 1, 0, 0, hold, 8_000)))
        .isEqualTo(MILLISECOND);
  }

  @Test
  void withNoConnectionAtAllItDividesByNothing() {
    assertThat(wantsAnother(2, 1, 0, MILLISECOND, MILLISECOND)).isTrue();
  }

  @Test
  void greatNumbersDoNotOverflow() {
    assertThat(wantsAnother(Integer.MAX_VALUE, 1, 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2))
        .isTrue();
  }

  @Test
  void whatTakesLongerThanUsualMayHangSoAnotherIsOpened() {
    long hold = MILLISECOND;
    long open = 20 * MILLISECOND;
    long limit = 10 * MILLISECOND + 2 * open;

    assertThat(sizer.wantsAnother(new Demand(2, 1, 5, limit - 1, 0, hold, open))).isFalse();
    assertThat(sizer.wantsAnother(new Demand(2, 1, 5, limit, 0, hold, open))).isTrue();
    assertThat(sizer.wantsAnother(new Demand(1, 1, 5, limit, 0, hold, open))).isFalse();
  }
}
