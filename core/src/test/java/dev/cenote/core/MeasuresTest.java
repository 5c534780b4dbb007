package dev.cenote.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.measure.Measures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How long callers wait, hold and open. */
class MeasuresTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private static PoolBuilder<Thing> ofOne() {
    return new PoolBuilder<>(new ScriptedConnector())
        .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
        .poolSize(1)
        .maxOverflow(0)
        .prefill(false);
  }

  @Test
  void nothingIsRecordedBeforeSomebodyAsks() {
    PoolUnderTest on = PoolUnderTest.of(1);
    hold(on, 64, Duration.ofMillis(1));

    Measures measures = on.pool.measures();

    assertThat(measures.opens().count()).isZero();
    assertThat(measures.holds().count()).isZero();
    assertThat(measures.waits().count()).isZero();
    hold(on, 64, Duration.ofMillis(1));
    assertThat(on.pool.measures().holds().count()).isEqualTo(64);
  }

  @Test
  void aPoolThatIsMeasuredFromItsStartHasRecordedWhatWasOpenedBeforeSomebodyAsks() {
    PoolUnderTest on = PoolUnderTest.with(builder -> builder.poolSize(1).measured());
    on.lease();

    assertThat(on.pool.measures().opens().count()).isEqualTo(1);
  }

  @Test
  void everyOpenIsMeasured() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.measures();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(18));
    on.runtime.finish(Kind.OPEN);

    Measures measures = on.pool.measures();
    assertThat(measures.opens().count()).isEqualTo(1);
    assertThat(measures.opens().maxNanos()).isEqualTo(Duration.ofMillis(18).toNanos());
  }

  @Test
  void oneHoldInSixteenIsMeasuredAndStandsForSixteen() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.measures();
    hold(on, 160, Duration.ofMillis(10));

    Measures measures = on.pool.measures();
    assertThat(measures.holds().count()).isEqualTo(160);
    assertThat(measures.holds().sumNanos()).isEqualTo(Duration.ofMillis(1_600).toNanos());
    assertThat(measures.waits().count()).isEqualTo(160);
  }

  /**
   * Those who waited get leases that are timed, all of them: that must not make them count more.
   */
  @Test
  void theHoldsOfThoseWhoWaitedAreSampledLikeAllOthers() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.measures();
    Lease<Thing> lease = on.lease();
    for (int i = 0; i < 31; i++) {
      PoolUnderTest.Client next = on.arrive();
      on.runtime.advance(Duration.ofMillis(10));
      lease.release();
      lease = next.lease();
    }
    lease.release();
    assertThat(on.stats().acquired()).isEqualTo(32);
    assertThat(on.pool.measures().holds().count()).isEqualTo(32);
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(
            "closed on return",
            end(lease -> {
              assertThat(lease.retireOnRelease(RetireReason.EXPIRED)).isTrue();
              assertThat(lease.release()).isTrue();
            })),
        Arguments.of("evicted", end(lease -> assertThat(lease.evict(null)).isTrue())),
        Arguments.of("detached", end(lease -> requireNonNull(lease.detach(true)).ended())),
        Arguments.of("left without its permit", end(lease -> lease.detach(false))),
        Arguments.of(
            "returned unclean",
            end(lease -> {
              lease.resource().dirty = true;
              assertThat(lease.end(RetireReason.NOT_KEPT)).isTrue();
            })));
  }

  private static Consumer<Lease<Thing>> end(Consumer<Lease<Thing>> how) {
    return how;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void aHoldIsMeasuredHoweverItEnds(String how, Consumer<Lease<Thing>> end) {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.measures();
    hold(on, 32, Duration.ofMillis(10), end);

    assertThat(on.pool.measures().holds().count()).as(how).isEqualTo(32);
    assertThat(on.pool.measures().holds().sumNanos()).isEqualTo(320_000_000);
  }

  @Test
  void aHoldThatEndsWithoutItsBorrowerIsMeasured() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.measures();
    hold(on, 15, Duration.ofMillis(10));
    on.lease();
    on.runtime.advance(Duration.ofMillis(10));

    on.pool.beginClose();
    on.runtime.live(Duration.ofMinutes(1));

    assertThat(on.pool.measures().holds().count()).isEqualTo(16);
  }

  @Test
  void holdsOfConnectionsThatAreNotKeptAreMeasured() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      direct.pool.measures();
      for (int i = 0; i < 32; i++) {
        direct.use();
      }
      assertThat(direct.pool.measures().holds().count()).isEqualTo(32);
    }
    PoolUnderTest overflow =
        PoolUnderTest.with(b -> b.poolSize(0).maxOverflow(1).overflowLinger(Duration.ZERO));
    overflow.pool.measures();
    hold(overflow, 32, Duration.ofMillis(10));

    assertThat(overflow.pool.measures().holds().count()).isEqualTo(32);
    assertThat(overflow.stats().created()).isEqualTo(32);
  }

  @Test
  void whatIsFoundClosedWhenItIsClaimedWasNotHeldAgain() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.look = () -> Liveness.QUIET;
    on.pool.measures();
    hold(on, 16, Duration.ofMillis(10));
    on.runtime.live(Duration.ofSeconds(1));

    on.connector.look = () -> Liveness.CLOSED;
    on.lease();

    assertThat(on.retired(RetireReason.FOUND_CLOSED)).isEqualTo(1);
    assertThat(on.pool.measures().holds().count()).isEqualTo(16);
  }

  private static void hold(PoolUnderTest on, int times, Duration each) {
    hold(on, times, each, Lease::release);
  }

  private static void hold(PoolUnderTest on, int times, Duration each, Consumer<Lease<Thing>> end) {
    for (int i = 0; i < times; i++) {
      Lease<Thing> lease = on.lease();
      on.runtime.advance(each);
      end.accept(lease);
      on.runtime.finishAll();
    }
  }

  @Test
  void whoIsServedAtOnceWaitedNothingAndWhoWaitsIsMeasured() throws Exception {
    try (Pool<Thing> pool = ofOne().build()) {
      pool.acquire().release(); // opens
      pool.measures();
      for (int i = 0; i < 7; i++) {
        pool.acquire().release();
      }
      Lease<Thing> held = pool.acquire();
      CompletableFuture<Lease<Thing>> waiting = waiting(pool);
      assertThatThrownBy(() -> pool.acquire(SHORT)).isInstanceOf(AcquireException.class);
      held.release();
      waiting.get(1, TimeUnit.MINUTES).release();

      Measures measures = pool.measures();
      assertThat(measures.waits().count()).as("8 at once, 2 waited").isEqualTo(10);
      assertThat(measures.waits().percentileNanos(80)).isZero();
      assertThat(measures.waits().percentileNanos(90)).isGreaterThan(SHORT.toNanos() - 1);
      assertThat(measures.waits().sumNanos()).isGreaterThanOrEqualTo(2 * SHORT.toNanos());
    }
  }

  @Test
  void whoIsRefusedAtTheDoorHasNotWaited() throws Exception {
    try (Pool<Thing> pool = ofOne().maxWaiters(1).build()) {
      pool.measures();
      Lease<Thing> held = pool.acquire();
      CompletableFuture<Lease<Thing>> waiting = waiting(pool);
      long before = pool.measures().waits().count();
      assertThatThrownBy(pool::acquire).isInstanceOf(AcquireException.class);

      assertThat(pool.measures().waits().count()).isEqualTo(before);

      held.release();
      waiting.get(1, TimeUnit.MINUTES).release();
    }
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void everyKindCountsEachOfItsCallersOnce(PoolKind kind) throws Exception {
    PoolBuilder<Thing> lazy = new PoolBuilder<>(new ScriptedConnector()).kind(kind).prefill(false);
    try (Pool<Thing> pool = lazy.build()) {
      pool.measures();
      for (int i = 0; i < 20; i++) {
        pool.acquire().release();
      }
      Measures measures = pool.measures();
      assertThat(measures.waits().count()).isEqualTo(20);
      assertThat(measures.opens().count()).isPositive();
    }
  }

  @Test
  void theCountNeverFallsWhileOthersWait() throws Exception {
    try (Pool<Thing> pool = ofOne().build()) {
      pool.measures();
      List<CompletableFuture<Void>> busy = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        busy.add(CompletableFuture.runAsync(() -> borrow(pool, 2_000)));
      }
      long last = 0;
      long atOnce = 0;
      CompletableFuture<Void> all =
          CompletableFuture.allOf(busy.toArray(CompletableFuture<?>[]::new));
      while (!all.isDone()) {
        Measures measures = pool.measures();
        assertThat(measures.waits().count()).isGreaterThanOrEqualTo(last);
        assertThat(measures.waits().countUpTo(0)).isGreaterThanOrEqualTo(atOnce);
        last = measures.waits().count();
        atOnce = measures.waits().countUpTo(0);
      }
      all.get(1, TimeUnit.MINUTES);
      assertThat(pool.measures().waits().count()).isBetween(8_000L, 8_004L);
    }
  }

  private static void borrow(Pool<Thing> pool, int times) {
    try {
      for (int i = 0; i < times; i++) {
        pool.acquire().release();
      }
    } catch (AcquireException | InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private static CompletableFuture<Lease<Thing>> waiting(Pool<Thing> pool) {
    CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                outcome.complete(pool.acquire());
              } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
              }
            })
        .start();
    Awaitility.await().until(() -> pool.stats().waiting() == 1);
    return outcome;
  }
}
