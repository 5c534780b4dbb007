package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pool that takes over a setting while it runs is seen to behave as one that was built with it,
 * and not as before. A setting that nobody has thought of here fails.
 */
class ReconfigureEachSettingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What no running pool changes. */
  private static final Set<String> FIXED = Set.of("name", "kind");

  private final Map<String, Case> cases = new LinkedHashMap<>();

  /** What it is before, what it becomes, and what shows it. */
  private record Case(
      UnaryOperator<PoolBuilder<Thing>> before,
      UnaryOperator<PoolBuilder<Thing>> change,
      Function<PoolUnderTest, Object> seen) {}

  private void of(
      String setting,
      UnaryOperator<PoolBuilder<Thing>> before,
      UnaryOperator<PoolBuilder<Thing>> change,
      Function<PoolUnderTest, Object> seen) {
    cases.put(setting, new Case(of1().andThen(before)::apply, change, seen));
  }

  private static UnaryOperator<PoolBuilder<Thing>> of1() {
    return builder -> builder.poolSize(1).maxOverflow(0);
  }

  private void of(
      String setting,
      UnaryOperator<PoolBuilder<Thing>> change,
      Function<PoolUnderTest, Object> seen) {
    of(setting, builder -> builder, change, seen);
  }

  ReconfigureEachSettingTest() {
    sizes();
    timeouts();
    timeoutsOfTheEnd();
    opening();
    upkeep();
    lending();
    borrowers();
  }

  static Stream<String> settings() {
    return Arrays.stream(PoolConfig.class.getRecordComponents()).map(each -> each.getName());
  }

  static Stream<String> live() {
    return settings().filter(setting -> !FIXED.contains(setting));
  }

  @ParameterizedTest
  @MethodSource("live")
  void aRunningPoolTakesItOver(String setting) {
    assertThat(cases).as("somebody has thought of it").containsKey(setting);
    Case one = cases.get(setting);
    Object before = one.seen().apply(PoolUnderTest.with(one.before()));
    Object built =
        one.seen().apply(PoolUnderTest.with(b -> one.change().apply(one.before().apply(b))));

    PoolUnderTest running = PoolUnderTest.with(one.before());
    running.reconfigure(one.change());

    assertThat(running.events(PoolEvent.Reconfigured.class))
        .singleElement()
        .satisfies(event ->
            assertThat(event.changes()).extracting(PoolEvent.Change::setting).contains(setting));
    assertThat(built).as("the observation can tell them apart").isNotEqualTo(before);
    assertThat(one.seen().apply(running)).isEqualTo(built);
  }

  @ParameterizedTest
  @MethodSource("live")
  void whatIsBuiltFromSettingsHasThem(String setting) {
    Case one = cases.get(setting);
    PoolConfig changed = one.change().apply(one.before().apply(builder())).config();

    assertThat(builder().settings(changed).config()).isEqualTo(changed);
  }

  private static PoolBuilder<Thing> builder() {
    return new PoolBuilder<>(new ScriptedConnector());
  }

  @ParameterizedTest
  @MethodSource("fixed")
  void nameAndKindStay(UnaryOperator<PoolBuilder<Thing>> change, String problem) {
    PoolUnderTest on = PoolUnderTest.of(1);

    assertThatThrownBy(() -> on.reconfigure(b -> change.apply(b).acquireTimeout(SECOND)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);

    assertThat(on.pool.config().acquireTimeout()).isNotEqualTo(SECOND);
    assertThat(on.events(PoolEvent.Reconfigured.class)).isEmpty();
  }

  static Stream<Arguments> fixed() {
    return Stream.of(
        fixed(
            builder -> builder.name("other"),
            "pool: name cannot change while the pool runs, is pool, was asked for other"),
        fixed(
            builder -> builder.kind(PoolKind.PER_THREAD),
            "pool: kind cannot change while the pool runs, is QUEUE, was asked for PER_THREAD"));
  }

  private static Arguments fixed(UnaryOperator<PoolBuilder<Thing>> change, String problem) {
    return Arguments.of(change, problem);
  }

  private void sizes() {
    of(
        "poolSize",
        b -> b.prefill(true),
        b -> b.poolSize(3),
        on -> {
          on.runtime.live(SECOND);
          return on.stats().idle();
        });
    of(
        "maxOverflow",
        b -> b.maxOverflow(1),
        on -> {
          on.arrive();
          on.arrive();
          on.runtime.live(SECOND);
          return on.stats().leased();
        });
    of(
        "overflowLinger",
        b -> b.poolSize(0).maxOverflow(1),
        b -> b.overflowLinger(Duration.ZERO),
        on -> {
          on.lease().release();
          return on.stats().idle();
        });
    of(
        "maxWaiters",
        b -> b.maxWaiters(0),
        on -> {
          on.lease();
          return String.valueOf(on.arrive().failure());
        });
  }

  private void timeouts() {
    of(
        "acquireTimeout",
        b -> b.acquireTimeout(Duration.ZERO),
        on -> {
          on.lease();
          return inHaste(on);
        });
    of(
        "connectTimeout",
        b -> b.connectTimeout(SECOND),
        on -> {
          on.arrive();
          on.runtime.advance(Duration.ofMillis(1_001));
          return givenUp(on);
        });
    of(
        "checkTimeout",
        b -> b.checkTimeout(SECOND),
        on -> {
          on.fill(1);
          on.runtime.advance(SECOND);
          on.arrive();
          on.runtime.advance(SECOND);
          return givenUp(on);
        });
  }

  private void timeoutsOfTheEnd() {
    of(
        "resetTimeout",
        b -> b.resetTimeout(SECOND),
        on -> {
          on.runtime.holdResets();
          Lease<Thing> lease = on.lease();
          lease.resource().dirty = true;
          lease.release();
          on.runtime.advance(SECOND);
          return givenUp(on);
        });
    of(
        "closeTimeout",
        b -> b.closeTimeout(SECOND),
        on -> {
          on.fill(1);
          on.pool.invalidateAll();
          on.runtime.advance(SECOND);
          return givenUp(on);
        });
    of(
        "shutdownTimeout",
        b -> b.shutdownTimeout(SECOND),
        on -> {
          on.lease();
          on.pool.beginClose();
          on.runtime.live(SECOND);
          return on.pool.isClosed();
        });
  }

  /** How an acquire ends that would rather be interrupted than wait. */
  private static Object inHaste(PoolUnderTest on) {
    Thread.currentThread().interrupt();
    try {
      on.pool.acquire();
      return "lent";
    } catch (InterruptedException waited) {
      return "waited";
    } catch (AcquireException refused) {
      return refused.failure();
    } finally {
      Thread.interrupted();
    }
  }

  /** After how long calls were given up. */
  private static List<Long> givenUp(PoolUnderTest on) {
    return on.events(PoolEvent.GivenUp.class).stream().map(PoolEvent.GivenUp::limitNanos).toList();
  }

  private void opening() {
    of(
        "maxOpening",
        b -> b.poolSize(4),
        b -> b.maxOpening(1),
        on -> {
          on.lease();
          on.arrive();
          on.arrive();
          on.runtime.advance(Duration.ofMillis(500));
          return on.stats().opening();
        });
    of(
        "givenUpMax",
        b -> b.givenUpMax(1),
        on -> {
          on.arrive();
          on.runtime.advance(Duration.ofMinutes(1));
          return on.runtime.waiting(Kind.OPEN);
        });
    of(
        "prefill",
        b -> b.prefill(true),
        on -> {
          on.runtime.live(SECOND);
          return on.stats().idle();
        });
    of(
        "onOutage",
        b -> b.onOutage(OnOutage.FAIL_FAST),
        on -> {
          on.connector.down = new IOException("down");
          PoolUnderTest.Client client = on.arrive();
          on.runtime.finish(Kind.OPEN);
          return String.valueOf(client.failure());
        });
  }

  private void upkeep() {
    of(
        "maxLifetime",
        b -> b.maxLifetime(Duration.ofSeconds(40)),
        on -> {
          on.fill(1);
          on.runtime.live(Duration.ofSeconds(42));
          return on.retired(RetireReason.EXPIRED);
        });
    of(
        "keepalive",
        b -> b.keepalive(Duration.ofSeconds(10)),
        on -> {
          on.fill(1);
          on.runtime.live(Duration.ofSeconds(25));
          return on.connector.thing(1).checks.get();
        });
  }

  private void lending() {
    of(
        "validation",
        b -> b.validation(Validation.ALWAYS),
        on -> {
          on.fill(1);
          on.arrive();
          return on.runtime.waiting(Kind.CHECK);
        });
    of(
        "bypassWindow",
        b -> b.bypassWindow(Duration.ofSeconds(10)),
        on -> {
          on.fill(1);
          on.runtime.advance(SECOND);
          on.arrive();
          return on.runtime.waiting(Kind.CHECK);
        });
    of(
        "lookWindow",
        b -> b.lookWindow(Duration.ofMinutes(1)),
        on -> {
          on.connector.look = () -> Liveness.QUIET;
          on.fill(1);
          on.runtime.advance(Duration.ofSeconds(30));
          on.arrive();
          return on.runtime.waiting(Kind.CHECK);
        });
    of(
        "idleOrder",
        b -> b.poolSize(2).idleOrder(IdleOrder.FIFO),
        b -> b.idleOrder(IdleOrder.LIFO),
        on -> {
          on.leases(2).forEach(Lease::release);
          return on.lease().resource() == on.connector.thing(2);
        });
    of(
        "bargesMax",
        b -> b.bargesMax(0),
        on -> {
          Lease<Thing> lease = on.lease();
          PoolUnderTest.Client head = on.arriveAsleep();
          lease.release();
          return head.isServed();
        });
  }

  private void borrowers() {
    of(
        "leakWatch",
        b -> b.leakWatch(LeakWatch.OFF),
        on -> {
          on.fill(1);
          inHaste(on);
          return on.pool.holders().stream().filter(holder -> holder.thread() != null).count();
        });
    of(
        "leakThreshold",
        b -> b.leakThreshold(Duration.ofSeconds(5)),
        on -> {
          on.arriveAs(Thread.currentThread());
          on.runtime.live(Duration.ofSeconds(7));
          return on.events(PoolEvent.HeldLong.class).size();
        });
    of(
        "reclaimAfter",
        b -> b.reclaimAfter(Duration.ofSeconds(5)),
        on -> {
          on.arriveAs(new Thread(() -> {}));
          on.runtime.live(Duration.ofSeconds(7));
          return on.retired(RetireReason.RECLAIMED);
        });
  }
}
