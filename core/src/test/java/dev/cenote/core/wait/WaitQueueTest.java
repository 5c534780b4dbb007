package dev.cenote.core.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.time.HandDrivenTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

  private static final long MILLISECOND = 1_000_000;

  private final HandDrivenTimers time = new HandDrivenTimers();
  private final WaitQueue<String> queue = new WaitQueue<>(time);

  private TestWaiter join() {
    TestWaiter waiter = new TestWaiter(time.nanos());
    queue.add(waiter);
    return waiter;
  }

  /** Everybody in the queue, front to end, by taking them out. */
  private List<Waiter<String>> drain() {
    List<Waiter<String>> order = new ArrayList<>();
    for (Waiter<String> head = queue.head(); head != null; head = queue.head()) {
      order.add(head);
      assertThat(queue.remove(head)).isTrue();
    }
    assertThat(queue.size()).isZero();
    return order;
  }

  @Test
  void anEmptyQueueHasNoHead() {
    assertThat(queue.head()).isNull();
    assertThat(queue.size()).isZero();
  }

  @Test
  void theyStandInOrderOfArrival() {
    TestWaiter first = join();
    TestWaiter second = join();
    TestWaiter third = join();

    assertThat(queue.size()).isEqualTo(3);
    assertThat(drain()).containsExactly(first, second, third);
  }

  @Test
  void whoGivesUpDoesNotCountAsServed() {
    TestWaiter served = join();
    TestWaiter gaveUp = join();
    TestWaiter head = join();
    served.deliver("a connection");
    queue.remove(served);
    gaveUp.abandon();
    queue.remove(gaveUp);

    assertThat(queue.servedSince(head)).isEqualTo(1);
    assertThat(queue.servedSince(join())).isZero();
  }

  @Test
  void whoeverLeavesFromTheMiddleLeavesNoGap() {
    TestWaiter first = join();
    TestWaiter second = join();
    TestWaiter third = join();

    assertThat(queue.remove(second)).isTrue();

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.head()).isSameAs(first);
    assertThat(drain()).containsExactly(first, third);
  }

  @Test
  void afterTheLastHasLeftTheNextStandsBehindTheOneBefore() {
    TestWaiter first = join();
    TestWaiter second = join();
    queue.remove(second);
    TestWaiter third = join();

    assertThat(drain()).containsExactly(first, third);
  }

  @Test
  void afterTheOnlyOneHasLeftTheNextIsHead() {
    TestWaiter first = join();
    queue.remove(first);
    assertThat(queue.head()).isNull();

    TestWaiter second = join();

    assertThat(queue.head()).isSameAs(second);
    assertThat(drain()).containsExactly(second);
  }

  @Test
  void whoeverHasLeftCannotLeaveAgain() {
    TestWaiter first = join();
    TestWaiter second = join();
    queue.remove(first);

    assertThat(queue.remove(first)).isFalse();
    assertThat(queue.remove(new TestWaiter(0))).isFalse();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.head()).isSameAs(second);
  }

  @Test
  void aHeadBecameHeadWhenTheOneBeforeItLeftAndNotWhenItArrived() {
    TestWaiter first = join();
    TestWaiter second = join();
    time.advance(MILLISECOND);

    queue.remove(first);

    long now = time.nanos();
    assertThat(second.headSince).isEqualTo(now);
    assertThat(second.couldBeOvertaken(1, MILLISECOND, now)).isTrue();
    assertThat(second.couldBeOvertaken(1, MILLISECOND, now + MILLISECOND)).isFalse();
  }

  @Test
  void whoeverFindsTheQueueEmptyIsHeadAtOnce() {
    time.advance(5 * MILLISECOND);

    TestWaiter first = join();

    assertThat(first.headSince).isEqualTo(time.nanos());
  }

  @Test
  void aHeadStaysHeadSinceThenWhoeverLeavesBehindIt() {
    TestWaiter first = join();
    TestWaiter second = join();
    long since = first.headSince;
    time.advance(MILLISECOND);

    queue.remove(second);

    assertThat(first.headSince).isEqualTo(since);
  }

  @Test
  void anyMixOfArrivalsAndDeparturesKeepsTheOrder() {
    Random random = new Random(20_261_122);
    List<Waiter<String>> model = new ArrayList<>();

    for (int step = 0; step < 20_000; step++) {
      if (model.isEmpty() || random.nextInt(100) < 52) {
        model.add(join());
      } else {
        Waiter<String> leaving = model.remove(random.nextInt(model.size()));
        assertThat(queue.remove(leaving)).isTrue();
      }
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.head()).isSameAs(model.isEmpty() ? null : model.get(0));
    }

    assertThat(drain()).isEqualTo(model);
  }
}
