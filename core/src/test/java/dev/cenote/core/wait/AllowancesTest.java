package dev.cenote.core.wait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowancesTest {

  private static final long WINDOW = 1_000_000;
  private static final int LIMIT = 1_024;

  private long now;
  private final WaitQueue<String> queue = new WaitQueue<>(() -> now);
  private final Allowances<String> allowances = new Allowances<>(WINDOW, () -> now);

  private TestWaiter waits() {
    TestWaiter waiter = new TestWaiter(now);
    queue.add(waiter);
    return waiter;
  }

  private int takenBy(Thread newcomer, TestWaiter head) {
    int taken = 0;
    while (allowances.take(head, LIMIT, newcomer)) {
      taken++;
    }
    return taken;
  }

  @Test
  void oneThreadTakesAllOfThem() {
    TestWaiter head = waits();

    assertThat(takenBy(Thread.currentThread(), head)).isEqualTo(LIMIT);
  }

  @Test
  void noneIsGivenAfterTheWindowButAFewMayBeLeft() {
    TestWaiter head = waits();
    for (int i = 0; i < LIMIT / 2; i++) {
      assertThat(allowances.take(head, LIMIT, Thread.currentThread())).isTrue();
    }
    now = WINDOW;

    assertThat(takenBy(Thread.currentThread(), head)).as("of the last 16").isEqualTo(10);
    assertThat(takenBy(new Thread(), head)).isZero();
  }

  @Test
  void whatIsLeftIsWorthNothingForTheNextHead() {
    TestWaiter first = waits();
    TestWaiter second = waits();
    for (int i = 0; i < LIMIT / 2; i++) {
      assertThat(allowances.take(first, LIMIT, Thread.currentThread())).isTrue();
    }
    now = WINDOW;
    queue.remove(first);

    assertThat(takenBy(Thread.currentThread(), second)).as("its window is new").isEqualTo(LIMIT);
    TestWaiter third = waits();
    queue.remove(second);
    assertThat(allowances.take(third, LIMIT, Thread.currentThread())).isTrue();
    now = 2 * WINDOW;
    assertThat(allowances.take(third, LIMIT, Thread.currentThread())).isFalse();
  }

  @Test
  void whatIsLeftCanBeForgotten() {
    TestWaiter head = waits();
    for (int i = 0; i < LIMIT / 2; i++) {
      assertThat(allowances.take(head, LIMIT, Thread.currentThread())).isTrue();
    }
    allowances.forget();
    now = WINDOW;

    assertThat(takenBy(Thread.currentThread(), head)).isZero();
  }
}
