package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoolConfigTest {

  private static final Duration BELOW_ZERO = Duration.ofNanos(-1);

  private static PoolBuilder<Thing> builder() {
    return new PoolBuilder<>(new ScriptedConnector());
  }

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    PoolConfig config = builder().config();

    assertThat(config.poolSize()).isEqualTo(5);
    assertThat(config.maxOverflow()).isEqualTo(10);
    assertThat(config.overflowLinger()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.checkTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.resetTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxOpening()).isEqualTo(4);
    assertThat(config.givenUpMax()).isEqualTo(8);
    assertThat(config.prefill()).isTrue();
    assertThat(config.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.keepalive()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.validation()).isEqualTo(Validation.AUTO);
    assertThat(config.onOutage()).isEqualTo(OnOutage.WAIT);
    assertThat(config.idleOrder()).isEqualTo(IdleOrder.AFFINE);
    assertThat(config.maxWaiters()).isEqualTo(PoolConfig.UNLIMITED);
    assertThat(config.bargesMax()).isEqualTo(1_024);
  }

  @Test
  void whatIsSetIsKept() {
    PoolConfig config =
        builder()
            .name("orders")
            .poolSize(1)
            .maxOverflow(2)
            .overflowLinger(Duration.ofSeconds(3))
            .acquireTimeout(Duration.ofSeconds(4))
            .connectTimeout(Duration.ofSeconds(5))
            .checkTimeout(Duration.ofSeconds(6))
            .resetTimeout(Duration.ofSeconds(7))
            .closeTimeout(Duration.ofSeconds(8))
            .shutdownTimeout(Duration.ofSeconds(9))
            .maxOpening(10)
            .givenUpMax(11)
            .prefill(false)
            .maxLifetime(Duration.ofSeconds(12))
            .keepalive(Duration.ofSeconds(13))
            .validation(Validation.ALWAYS)
            .bypassWindow(Duration.ofSeconds(14))
            .lookWindow(Duration.ofSeconds(17))
            .onOutage(OnOutage.FAIL_FAST)
            .leakWatch(LeakWatch.STACK)
            .leakThreshold(Duration.ofSeconds(18))
            .reclaimAfter(Duration.ofSeconds(19))
            .idleOrder(IdleOrder.LIFO)
            .maxWaiters(15)
            .bargesMax(16)
            .config();

    assertThat(config).isEqualTo(everythingSet());
  }

  private static PoolConfig everythingSet() {
    return new PoolConfig(
        "orders",
        PoolKind.QUEUE,
        1,
        2,
        Duration.ofSeconds(3),
        Duration.ofSeconds(4),
        Duration.ofSeconds(5),
        Duration.ofSeconds(6),
        Duration.ofSeconds(7),
        Duration.ofSeconds(8),
        Duration.ofSeconds(9),
        10,
        11,
        false,
        Duration.ofSeconds(12),
        Duration.ofSeconds(13),
        Validation.ALWAYS,
        Duration.ofSeconds(14),
        Duration.ofSeconds(17),
        OnOutage.FAIL_FAST,
        LeakWatch.STACK,
        Duration.ofSeconds(18),
        Duration.ofSeconds(19),
        IdleOrder.LIFO,
        15,
        16);
  }

  @Test
  void theSmallestSettingsAreAccepted() {
    PoolConfig config =
        builder().poolSize(1).maxOverflow(0).maxOpening(1).givenUpMax(1).maxWaiters(0).config();

    assertThat(config.maximum()).isEqualTo(1);
    assertThat(config.maxOpening()).isEqualTo(1);
    assertThat(config.givenUpMax()).isEqualTo(1);
    assertThat(config.maxWaiters()).isZero();
  }

  @Test
  void allProblemsAreReportedTogether() {
    PoolBuilder<Thing> wrong =
        builder()
            .poolSize(-1)
            .maxOverflow(-2)
            .maxOpening(0)
            .givenUpMax(0)
            .maxWaiters(-3)
            .bargesMax(-4)
            .acquireTimeout(BELOW_ZERO)
            .maxLifetime(BELOW_ZERO)
            .keepalive(BELOW_ZERO)
            .bypassWindow(BELOW_ZERO)
            .lookWindow(BELOW_ZERO)
            .overflowLinger(BELOW_ZERO)
            .connectTimeout(Duration.ZERO)
            .checkTimeout(Duration.ZERO)
            .resetTimeout(Duration.ZERO)
            .closeTimeout(Duration.ZERO)
            .shutdownTimeout(Duration.ZERO);

    assertThatThrownBy(wrong::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "poolSize must be 0 or more, is -1",
            "maxOverflow must be 0 or more, is -2",
            "maxOpening must be 1 or more, is 0",
            "givenUpMax must be 1 or more, is 0",
            "maxWaiters must be 0 or more, is -3",
            "bargesMax must be 0 or more, is -4",
            "acquireTimeout must not be negative",
            "maxLifetime must not be negative",
            "keepalive must not be negative",
            "bypassWindow must not be negative",
            "lookWindow must not be negative",
            "overflowLinger must not be negative",
            "connectTimeout must be more than 0",
            "checkTimeout must be more than 0",
            "resetTimeout must be more than 0",
            "closeTimeout must be more than 0",
            "shutdownTimeout must be more than 0");
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        problem("poolSize", b -> b.poolSize(-1)),
        problem("maxOverflow", b -> b.maxOverflow(-1)),
        problem("both 0", b -> b.poolSize(0).maxOverflow(0)),
        problem("maxOpening", b -> b.maxOpening(0)),
        problem("givenUpMax", b -> b.givenUpMax(0)),
        problem("maxWaiters", b -> b.maxWaiters(-1)),
        problem("bargesMax", b -> b.bargesMax(-1)),
        problem("acquireTimeout", b -> b.acquireTimeout(BELOW_ZERO)),
        problem("shutdownTimeout", b -> b.shutdownTimeout(BELOW_ZERO)),
        problem("resetTimeout", b -> b.resetTimeout(BELOW_ZERO)));
  }

  private static Arguments problem(String text, UnaryOperator<PoolBuilder<Thing>> setting) {
    return Arguments.of(text, setting);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void oneProblemIsReportedAlone(String text, UnaryOperator<PoolBuilder<Thing>> setting) {
    PoolBuilder<Thing> wrong = setting.apply(builder());

    assertThatThrownBy(wrong::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageNotContaining(";");
  }

  static Stream<UnaryOperator<PoolBuilder<Thing>>> extremes() {
    return Stream.of(
        b -> b.poolSize(0),
        b -> b.maxOverflow(0),
        b -> b.maxOverflow(PoolConfig.UNLIMITED),
        b -> b.acquireTimeout(Duration.ZERO),
        b -> b.acquireTimeout(PoolConfig.NONE),
        b -> b.maxLifetime(Duration.ZERO).keepalive(Duration.ZERO).bypassWindow(Duration.ZERO),
        b -> b.maxWaiters(0).bargesMax(0),
        b -> b.acquireTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void extremesThatMeanSomethingAreAccepted(UnaryOperator<PoolBuilder<Thing>> setting) {
    assertThat(setting.apply(builder()).config().maximum()).isPositive();
  }

  @Test
  void theMaximumDoesNotOverflow() {
    PoolConfig config = builder().poolSize(5).maxOverflow(PoolConfig.UNLIMITED).config();

    assertThat(config.maximum()).isEqualTo(PoolConfig.UNLIMITED);
  }

  @Test
  void aDurationTooLongForNanosecondsIsForEver() {
    assertThat(PoolConfig.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(PoolConfig.nanos(PoolConfig.NONE)).isEqualTo(Long.MAX_VALUE);
    assertThat(PoolConfig.nanos(Duration.ofMillis(1))).isEqualTo(1_000_000);
  }
}
