package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is told of leases that last too long, and what is done about them. */
class LeakWatchTest {

  private static final Duration THRESHOLD = Duration.ofMinutes(1);

  private final Thread ended = ended();
  private final PoolUnderTest on = with(builder -> builder);

  private static PoolUnderTest with(UnaryOperator<PoolBuilder<Thing>> settings) {
    return PoolUnderTest.with(
        builder -> settings.apply(builder.poolSize(2).maxOverflow(0).leakThreshold(THRESHOLD)));
  }

  private static Thread ended() {
    Thread thread = new Thread(() -> {}, "batch-3");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
    return thread;
  }

  private static Lease<Thing> lendTo(PoolUnderTest pool, Object borrower) {
    PoolUnderTest.Client client = pool.arriveAs(borrower);
    pool.runtime.finishAll();
    return client.lease();
  }

  private static Lease<Thing> acquireHere(PoolUnderTest pool) {
    pool.fill(1);
    try {
      return pool.pool.acquire(Duration.ZERO);
    } catch (AcquireException | InterruptedException nothing) {
      throw new AssertionError(nothing);
    }
  }

  @Test
  void aBorrowerThatHasEndedIsToldWithinTwoSeconds() {
    lendTo(on, ended);

    on.runtime.live(Duration.ofSeconds(2));

    assertThat(on.events(PoolEvent.Leaked.class))
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak.thread()).isEqualTo("batch-3");
          assertThat(leak.slot()).isEqualTo(1);
          assertThat(leak.site()).isEmpty();
        });
    assertThat(on.stats().leaksSuspected()).isEqualTo(1);
  }

  @Test
  void itIsToldOnce() {
    lendTo(on, ended);

    on.runtime.live(Duration.ofMinutes(5));

    assertThat(on.events(PoolEvent.Leaked.class)).hasSize(1);
  }

  @Test
  void whatAnotherThreadUsesHasNotLeaked() {
    lendTo(on, ended).touch();

    on.runtime.live(Duration.ofSeconds(30));

    assertThat(on.events(PoolEvent.Leaked.class)).isEmpty();
  }

  @Test
  void whatItsBorrowerUsesFirstAndAnotherThreadThenIsSeenToBeUsedByAnother() throws Exception {
    Lease<Thing> lease = acquireHere(on);
    lease.touch();

    Thread other = new Thread(lease::touch);
    other.start();
    other.join();

    assertThat(on.pool.holders())
        .singleElement()
        .satisfies(holder -> {
          assertThat(holder.thread()).isSameAs(Thread.currentThread());
          assertThat(holder.strayed()).isTrue();
        });
  }

  @Test
  void eachUseCountsToWithinATick() {
    Lease<Thing> lease = acquireHere(on);
    for (int seconds : new int[] {5, 30}) {
      lease.touch();
      on.runtime.live(Duration.ofSeconds(seconds));
      lease.touch();
      on.runtime.live(Duration.ofSeconds(3));

      assertThat(on.pool.holders())
          .singleElement()
          .satisfies(holder ->
              assertThat(Duration.ofNanos(holder.quietNanos()).toMillis())
                  .isBetween(2_900L, 3_100L));
    }
  }

  @Test
  void aLongHoldIsToldOnceWithItsThread() {
    acquireHere(on);

    on.runtime.live(Duration.ofMinutes(3));

    assertThat(on.events(PoolEvent.HeldLong.class))
        .singleElement()
        .satisfies(held -> {
          assertThat(held.borrower()).isSameAs(Thread.currentThread());
          assertThat(held.heldNanos())
              .isBetween(THRESHOLD.toNanos(), THRESHOLD.plusSeconds(2).toNanos());
          assertThat(held.quietNanos()).isEqualTo(held.heldNanos());
        });
    assertThat(on.stats().leaksSuspected()).isZero();
  }

  @Test
  void aLongHolderThatComesBackWasSlowAndHasNotLeaked() {
    Lease<Thing> slow = acquireHere(on);
    on.runtime.live(Duration.ofSeconds(90));

    slow.release();
    on.runtime.live(Duration.ofSeconds(2));

    assertThat(on.events(PoolEvent.HeldLongReturned.class))
        .singleElement()
        .satisfies(back -> {
          assertThat(back.thread()).isEqualTo(Thread.currentThread().getName());
          assertThat(Duration.ofNanos(back.heldNanos()))
              .isBetween(Duration.ofSeconds(88), Duration.ofSeconds(92));
        });
  }

  @Test
  void aCallThatLastsLongerThanAnythingMayBeUnusedIsNotToldForThat() {
    PoolUnderTest pool = with(builder -> builder.reclaimAfter(Duration.ofSeconds(10)));
    acquireHere(pool).touch(); // this thread is alive: the call may be running

    pool.runtime.live(Duration.ofSeconds(50));

    assertThat(pool.events(PoolEvent.HeldLong.class)).isEmpty();
    assertThat(pool.stats().leased()).isEqualTo(1);
  }

  @Test
  void aShortHoldIsNotWorthAWord() {
    Lease<Thing> lease = acquireHere(on);
    on.runtime.live(Duration.ofSeconds(59));
    lease.release();
    on.runtime.live(Duration.ofMinutes(3));

    assertThat(on.events(PoolEvent.HeldLong.class)).isEmpty();
    assertThat(on.events(PoolEvent.HeldLongReturned.class)).isEmpty();
  }

  @Test
  void withStacksTheSiteIsKnown() {
    PoolUnderTest stacks = with(builder -> builder.leakWatch(LeakWatch.STACK));
    acquireHere(stacks);

    assertThat(stacks.pool.holders())
        .singleElement()
        .satisfies(holder -> {
          assertThat(holder.thread()).isSameAs(Thread.currentThread());
          assertThat(holder.site())
              .anyMatch(frame -> frame.getMethodName().equals("withStacksTheSiteIsKnown"));
        });
  }

  private static boolean knowsTheSiteOfABorrow(PoolUnderTest pool) {
    Lease<Thing> lease = acquireHere(pool);
    boolean known = !pool.pool.holders().get(0).site().isEmpty();
    lease.release();
    return known;
  }

  /** Both are lent, and one of the borrowers waits for another. */
  private static void waitNested(PoolUnderTest pool) {
    List<Object> borrowers = List.of(new Object(), new Object());
    List<Lease<Thing>> leases = borrowers.stream().map(each -> lendTo(pool, each)).toList();
    pool.arriveAs(borrowers.get(0)).leave();
    leases.forEach(Lease::release);
  }

  @Test
  void aNestedWaitHasTheSitesOfTheNextMinuteNoted() {
    assertThat(knowsTheSiteOfABorrow(on)).isFalse();
    waitNested(on);
    assertThat(knowsTheSiteOfABorrow(on)).isTrue();
    on.runtime.live(Duration.ofSeconds(55));
    assertThat(knowsTheSiteOfABorrow(on)).isTrue();
    on.runtime.live(Duration.ofSeconds(8));
    assertThat(knowsTheSiteOfABorrow(on)).isFalse();
  }

  @Test
  void sitesAreNotedForAMinuteInTenHoweverOftenThereAreSuchWaits() {
    waitNested(on);
    on.runtime.live(Duration.ofMinutes(9));
    waitNested(on);
    assertThat(knowsTheSiteOfABorrow(on)).isFalse();
    on.runtime.live(Duration.ofMinutes(2));
    waitNested(on);
    assertThat(knowsTheSiteOfABorrow(on)).isTrue();
  }

  @Test
  void aNestedWaitForWhatIsBeingOpenedIsNoSign() {
    Object borrower = new Object();
    Lease<Thing> first = lendTo(on, borrower);
    on.arriveAs(borrower).leave();
    first.release();

    assertThat(knowsTheSiteOfABorrow(on)).isFalse();
  }

  @Test
  void whoWantsNobodyNotedIsNotWatchedForANestedWaitEither() {
    PoolUnderTest off = with(builder -> builder.leakWatch(LeakWatch.OFF));
    waitNested(off);

    assertThat(knowsTheSiteOfABorrow(off)).isFalse();
  }

  @Test
  void aHolderSaysSinceWhenNobodyHasUsedIt() {
    Lease<Thing> lease = acquireHere(on);
    on.runtime.live(Duration.ofSeconds(5));
    lease.touch();
    on.runtime.live(Duration.ofSeconds(3));

    assertThat(on.pool.holders())
        .singleElement()
        .satisfies(holder -> {
          assertThat(holder.used()).isTrue();
          assertThat(holder.strayed()).isFalse();
          assertThat(Duration.ofNanos(holder.heldNanos()).toSeconds()).isEqualTo(8);
          assertThat(Duration.ofNanos(holder.quietNanos()).toSeconds()).isEqualTo(3);
        });
  }

  @Test
  void aDeadBorrowersConnectionIsTakenBackIfThatIsWanted() {
    PoolUnderTest reclaiming = with(builder -> builder.reclaimAfter(Duration.ofSeconds(10)));
    Lease<Thing> lost = lendTo(reclaiming, ended);

    reclaiming.runtime.live(Duration.ofSeconds(9));
    assertThat(lost.isActive()).isTrue();
    reclaiming.runtime.live(Duration.ofSeconds(3));

    assertThat(lost.isActive()).isFalse();
    assertThat(reclaiming.retired(RetireReason.RECLAIMED)).isEqualTo(1);
    assertThat(lost.release()).isFalse();
  }

  @Test
  void aLivingBorrowersConnectionIsNotTakenBackWhileItMayBeInUse() {
    PoolUnderTest reclaiming = with(builder -> builder.reclaimAfter(Duration.ofSeconds(10)));
    Lease<Thing> kept = acquireHere(reclaiming);

    reclaiming.runtime.live(Duration.ofSeconds(30));

    assertThat(kept.isActive()).isTrue();
  }

  @Test
  void whoeverWasNotedIsLetGoWhenTheWatchIsSwitchedOff() {
    List<WeakReference<Object>> noted = new ArrayList<>();
    Lease<Thing> held = borrowAndWait(noted);

    on.reconfigure(settings -> settings.leakWatch(LeakWatch.OFF));

    Awaitility.await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(noted).hasSize(2).allMatch(borrower -> borrower.get() == null);
        });
    assertThat(held.isActive()).isTrue();
  }

  /** One has waited for a second in vain and given the first back, the other has its own yet. */
  private Lease<Thing> borrowAndWait(List<WeakReference<Object>> noted) {
    List<Object> borrowers = List.of(new Object(), new Object());
    borrowers.forEach(each -> noted.add(new WeakReference<>(each)));
    Lease<Thing> nested = lendTo(on, borrowers.get(0));
    Lease<Thing> held = lendTo(on, borrowers.get(1));
    on.arriveAs(borrowers.get(0)).leave();
    nested.release();
    return held;
  }

  @Test
  void withoutTheSettingNothingIsTakenBack() {
    Lease<Thing> lost = lendTo(on, ended);

    on.runtime.live(Duration.ofMinutes(30));

    assertThat(lost.isActive()).isTrue();
  }
}
