package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.KindUnderTest.Aside;
import dev.cenote.core.event.RetireReason;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection for each thread. */
class PerThreadPoolTest {

  private final List<ExecutorService> threads = new ArrayList<>();

  @AfterEach
  void endThreads() {
    threads.forEach(ExecutorService::shutdownNow);
  }

  /** A thread that lives until the test ends, and does what it is told. */
  private ExecutorService thread() {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    threads.add(thread);
    return thread;
  }

  private static <T> T on(ExecutorService thread, Callable<T> task) throws Exception {
    return thread.submit(task).get(1, TimeUnit.MINUTES);
  }

  private static KindUnderTest keeping(int poolSize, int maxOverflow) {
    return KindUnderTest.with(
        PoolKind.PER_THREAD, settings -> settings.poolSize(poolSize).maxOverflow(maxOverflow));
  }

  @Test
  void whatAThreadAcquiresWhileItHasOneIsTheSameOneAndOnlyTheLastReturnResetsIt() {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> outer = each.lease();
      Lease<Thing> inner = each.lease();
      Thing thing = outer.resource();
      assertThat(inner.resource()).isSameAs(thing);
      thing.dirty = true;

      inner.release();
      assertThat(inner.isActive()).isFalse();
      assertThat(inner.release()).isFalse();
      assertThat(outer.isActive()).isTrue();
      assertThat(thing.resets).hasValue(0);

      outer.release();
      assertThat(thing.resets).hasValue(1);
      assertThat(each.pool.stats().acquired()).isEqualTo(2);
    }
  }

  @Test
  void theOrderInWhichAThreadGivesBackDoesNotMatter() {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> outer = each.lease();
      Lease<Thing> inner = each.lease();
      inner.resource().dirty = true;
      outer.release();
      assertThat(inner.resource().resets).hasValue(0);
      inner.release();
      assertThat(each.connector.thing(1).resets).hasValue(1);
    }
  }

  @Test
  void aThreadMeetsItsConnectionAgainThoughOthersCameMeanwhile() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      ExecutorService a = thread();
      ExecutorService b = thread();
      Thing ofA = on(a, each::use);
      Thing ofB = on(b, each::use);

      assertThat(ofB).isNotSameAs(ofA);
      for (int i = 0; i < 3; i++) {
        assertThat(on(b, each::use)).isSameAs(ofB);
        assertThat(on(a, each::use)).isSameAs(ofA);
      }
      assertThat(each.connector.opened).hasSize(2);
    }
  }

  @Test
  void afterAPauseItsConnectionIsCheckedAndStillItsOwn() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      ExecutorService a = thread();
      Thing ofA = on(a, each::use);
      on(thread(), each::use);
      each.pass(Duration.ofMinutes(1));

      assertThat(on(a, each::use)).isSameAs(ofA);
      assertThat(ofA.checks).hasValue(1);

      ofA.alive = false;
      each.pass(Duration.ofMinutes(1));
      assertThat(on(a, each::use)).isNotSameAs(ofA);
      assertThat(ofA.aborts).hasValue(1);
    }
  }

  @Test
  void beyondThePoolSizeAConnectionIsClosedWhenItsThreadGivesItBackAndNeverBefore()
      throws Exception {
    try (KindUnderTest each = keeping(2, 10)) {
      List<Lease<Thing>> leases = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        leases.add(on(thread(), each.pool::acquire));
      }
      assertThat(each.connector.openCount()).isEqualTo(6);
      assertThat(leases).allMatch(Lease::isActive);

      leases.forEach(Lease::release);

      assertThat(each.connector.openCount()).isEqualTo(2);
      assertThat(each.pool.stats().retired()).containsEntry(RetireReason.NOT_KEPT, 4L);
      assertThat(each.pool.stats().idle()).isEqualTo(2);
    }
  }

  @Test
  void withAPoolSizeOfZeroNothingIsKept() {
    try (KindUnderTest each = keeping(0, 3)) {
      assertThat(each.use()).isNotSameAs(each.use());
      assertThat(each.connector.openCount()).isZero();
    }
  }

  @Test
  void atTheLimitWhoWouldHaveToWaitGetsWhatIsKeptForAnother() throws Exception {
    try (KindUnderTest each = keeping(2, 0)) {
      ExecutorService a = thread();
      ExecutorService b = thread();
      Thing ofA = on(a, each::use);
      Thing ofB = on(b, each::use);

      Thing mine = each.use();

      assertThat(mine).isIn(ofA, ofB);
      assertThat(each.connector.opened).hasSize(2);
      assertThat(on(a, each::use)).isIn(ofA, ofB);
      assertThat(on(b, each::use)).isIn(ofA, ofB);
    }
  }

  @Test
  void whileAllAreBorrowedCallersWaitInOrder() throws Exception {
    try (KindUnderTest each = keeping(1, 1)) {
      Lease<Thing> first = on(thread(), each.pool::acquire);
      Lease<Thing> second = on(thread(), each.pool::acquire);
      Aside<Lease<Thing>> third = each.waiting(each.pool::acquire);
      Aside<Lease<Thing>> fourth = each.waiting(each.pool::acquire);

      second.release();
      assertThat(third.outcome().resource()).isSameAs(each.connector.thing(2));
      assertThat(fourth.isDone()).isFalse();
      first.release();
      assertThat(fourth.outcome().resource()).isSameAs(each.connector.thing(1));
      third.outcome().release();
      fourth.outcome().release();
    }
  }

  @Test
  void aThreadThatHasOneNeverWaitsForAnother() throws Exception {
    try (KindUnderTest each = keeping(1, 0)) {
      Lease<Thing> outer = each.lease();
      Lease<Thing> inner = each.pool.acquire(Duration.ZERO);
      assertThat(inner.resource()).isSameAs(outer.resource());
      AcquireException refused =
          KindUnderTest.onAnotherThread(() ->
              catchThrowableOfType(AcquireException.class, () -> each.pool.acquire(Duration.ZERO)));
      assertThat(refused.failure()).isEqualTo(AcquireFailure.BUSY);
    }
  }

  @Test
  void whatWasKeptForAThreadThatHasEndedGoesToTheNextOne() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Thing first = KindUnderTest.onAnotherThread(each::use);
      for (int i = 0; i < 20; i++) {
        assertThat(KindUnderTest.onAnotherThread(each::use)).isSameAs(first);
      }
      assertThat(each.connector.opened).hasSize(1);
    }
  }

  @Test
  void aThreadIsNotKeptFromBeingCollected() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      WeakReference<Thread> ended =
          KindUnderTest.onAnotherThread(() -> {
            each.use();
            return new WeakReference<>(Thread.currentThread());
          });
      Awaitility.await()
          .until(() -> {
            System.gc();
            return ended.get() == null;
          });
    }
  }

  @Test
  void anotherThreadMayGiveBackWhatAThreadBorrowed() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> mine = each.lease();
      Thing thing = mine.resource();
      assertThat(KindUnderTest.onAnotherThread(mine::release)).isTrue();
      assertThat(each.use()).isSameAs(thing);
    }
  }

  @Test
  void aDeadConnectionIsReplacedEvenWithinALease() {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> outer = each.lease();
      outer.broken();
      Lease<Thing> inner = each.lease();
      assertThat(inner.resource()).isSameAs(each.connector.thing(2));
      outer.release();
      assertThat(each.connector.thing(1).aborts).hasValue(1);
      assertThat(inner.isActive()).isTrue();
      inner.release();
      assertThat(each.use()).isSameAs(each.connector.thing(2));
    }
  }

  @Test
  void anInvalidatedOneServesItsThreadUntilItHasGivenItBack() {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> outer = each.lease();
      each.pool.invalidateAll();
      Lease<Thing> inner = each.lease();
      assertThat(inner.resource()).isSameAs(outer.resource());
      inner.release();
      outer.release();
      assertThat(each.connector.thing(1).closes).hasValue(1);
      assertThat(each.use()).isSameAs(each.connector.thing(2));
    }
  }

  @Test
  void whatIsKeptIsInvalidatedWithTheRest() {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      each.use();
      each.pool.invalidateAll();
      assertThat(each.connector.openCount()).isZero();
      assertThat(each.use()).isSameAs(each.connector.thing(2));
    }
  }

  @Test
  void whoFoundItsOwnBeingCheckedStillHasItAndKeepsNoSecondOne() throws Exception {
    try (KindUnderTest each =
        KindUnderTest.with(
            PoolKind.PER_THREAD, settings -> settings.keepalive(Duration.ofMinutes(2)))) {
      ExecutorService thread = thread();
      Thing own = on(thread, each::use);
      List<Thing> meanwhile = new ArrayList<>();
      each.connector.duringCheck =
          () -> {
            each.connector.duringCheck = () -> {};
            try {
              meanwhile.add(on(thread, each::use));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          };

      each.pass(Duration.ofMinutes(3));

      assertThat(meanwhile).hasSize(1).doesNotContain(own);
      assertThat(each.connector.openCount()).isEqualTo(1);
      assertThat(on(thread, each::use)).isSameAs(own);
    }
  }

  @Test
  void whoWaitedForTheEndOfAPauseGetsItsOwn() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      ExecutorService thread = thread();
      Thing own = on(thread, each::use);
      each.pool.pause();
      Future<Thing> again = thread.submit(each::use);
      Awaitility.await().until(() -> each.pool.stats().waiting() == 1);

      each.pool.resume();

      assertThat(again.get(1, TimeUnit.MINUTES)).isSameAs(own);
      assertThat(each.connector.opened).hasSize(1);
    }
  }

  @Test
  void whatIsGivenBackForAThreadThatEndsMeanwhileGoesToTheNextOne() throws Exception {
    try (KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD)) {
      CountDownLatch maySeeItsEnd = new CountDownLatch(1);
      CompletableFuture<Lease<Thing>> borrowed = new CompletableFuture<>();
      Aside<Boolean> owner =
          new Aside<>(() -> {
            borrowed.complete(each.lease());
            return maySeeItsEnd.await(1, TimeUnit.MINUTES);
          });
      Lease<Thing> lease = borrowed.get(1, TimeUnit.MINUTES);
      lease.resource().dirty = true;
      each.connector.duringReset =
          () -> {
            maySeeItsEnd.countDown();
            try {
              owner.thread.join();
              KindUnderTest.onAnotherThread(each::use); // looks for threads that have ended
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          };

      lease.release();

      Lease<Thing> one = each.lease();
      Lease<Thing> two = KindUnderTest.onAnotherThread(each::lease);
      assertThat(each.connector.opened).as("nothing is withheld").hasSize(2);
      one.release();
      two.release();
    }
  }

  @Test
  void manyThreadsNeverMeetOnOneConnectionAndNoneIsClosedInUse() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    RealThreads borrowers = new RealThreads();
    Set<String> crimes = ConcurrentHashMap.newKeySet();
    try (Pool<Thing> pool =
        new PoolBuilder<>(connector).kind(PoolKind.PER_THREAD).poolSize(2).maxOverflow(2).build()) {
      RealThreads.together(
          8,
          () -> {
            for (int i = 0; i < 400; i++) {
              Lease<Thing> outer = pool.acquire(Duration.ofMinutes(1));
              borrowers.got(outer.resource(), outer);
              Lease<Thing> inner = pool.acquire(Duration.ofMinutes(1));
              if (inner.resource() != outer.resource()) {
                crimes.add("two connections for one thread");
              }
              inner.release();
              if (outer.resource().isGone() || connector.openCount() > 4) {
                crimes.add("closed in use, or too many");
              }
              borrowers.givesBack(outer.resource(), outer);
              outer.release();
            }
            return null;
          });
      assertThat(pool.stats().leased()).isZero();
    }
    borrowers.nothingHappenedThatMustNot();
    assertThat(crimes).isEmpty();
    assertThat(connector.openCount()).isZero();
  }
}
