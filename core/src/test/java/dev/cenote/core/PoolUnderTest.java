package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.wait.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pool on a hand-driven runtime, with everything around it. After each step of the runtime its
 * numbers must add up.
 */
final class PoolUnderTest {

  final HandDrivenRuntime runtime = new HandDrivenRuntime();
  final ScriptedConnector connector = new ScriptedConnector();
  final List<PoolEvent> events = new ArrayList<>();
  final QueuePool<Thing> pool;

  /** Whether the test has added listeners that throw. */
  boolean listenersThrow;

  private int maximum;

  private PoolUnderTest(UnaryOperator<PoolBuilder<Thing>> settings) {
    PoolBuilder<Thing> quiet =
        new PoolBuilder<>(connector)
            .prefill(false)
            .maxLifetime(Duration.ZERO)
            .keepalive(Duration.ZERO);
    PoolBuilder<Thing> builder =
        settings.apply(quiet).listener(events::add).runtime(runtime.runtime());
    maximum = builder.config().maximum();
    pool = builder.buildQueue();
    runtime.afterEachStep(this::addsUp);
  }

  /** With these settings; unless they say otherwise, nothing is opened or checked by itself. */
  static PoolUnderTest with(UnaryOperator<PoolBuilder<Thing>> settings) {
    return new PoolUnderTest(settings);
  }

  /** With a number of connections and no overflow. */
  static PoolUnderTest of(int size) {
    return with(builder -> builder.poolSize(size).maxOverflow(0));
  }

  /** Somebody who waits and, unless told to sleep, heeds every nudge at once. */
  final class Client extends Waiter<Lease<Thing>> {

    int wakes;
    boolean asleep;
    boolean light;

    private Client(@Nullable Object borrower) {
      super(runtime.time().nanos(), borrower);
    }

    @Override
    public void run() {
      wakes++;
      if (!asleep && isNudged()) {
        pool.heed();
      }
    }

    @Override
    public boolean isLight() {
      return light;
    }

    /** What it was given. */
    Lease<Thing> lease() {
      Lease<Thing> lease = delivered();
      assertThat(lease).as("lease").isNotNull();
      return lease;
    }

    boolean isServed() {
      return delivered() != null;
    }

    /** Stops waiting; what it had got meanwhile it must give back. */
    @Nullable Lease<Thing> leave() {
      Lease<Thing> lease = pool.abandon(this);
      addsUp();
      return lease;
    }
  }

  /** Somebody arrives and waits if need be. */
  Client arrive() {
    Client client = new Client(null);
    pool.acquire(client, true);
    addsUp();
    return client;
  }

  /** That borrower arrives and waits if need be. */
  Client arriveAs(Object borrower) {
    Client client = new Client(borrower);
    pool.acquire(client, true);
    addsUp();
    return client;
  }

  /** Somebody arrives who sleeps through nudges until told otherwise. */
  Client arriveAsleep() {
    return arriveAsleep(false);
  }

  /** The same as a virtual thread, or not. */
  Client arriveAsleep(boolean isLight) {
    Client client = new Client(null);
    client.asleep = true;
    client.light = isLight;
    pool.acquire(client, true);
    addsUp();
    return client;
  }

  /** Somebody arrives who will not queue. */
  Client arriveInHaste() {
    Client client = new Client(null);
    pool.acquire(client, false);
    addsUp();
    return client;
  }

  /** A lease, whatever driver calls it takes. */
  Lease<Thing> lease() {
    Client client = arrive();
    runtime.finishAll();
    return client.lease();
  }

  /** So many leases at once. */
  List<Lease<Thing>> leases(int count) {
    List<Lease<Thing>> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leases.add(lease());
    }
    return leases;
  }

  /** Opens so many and gives them all back. */
  void fill(int count) {
    leases(count).forEach(Lease::release);
    addsUp();
  }

  PoolStats stats() {
    return pool.stats();
  }

  long retired(RetireReason reason) {
    return stats().retired().getOrDefault(reason, 0L);
  }

  <E extends PoolEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  void resize(int poolSize, int maxOverflow) {
    maximum = Math.max(maximum, poolSize + maxOverflow);
    pool.resize(poolSize, maxOverflow);
    addsUp();
  }

  void reconfigure(UnaryOperator<PoolBuilder<Thing>> change) {
    PoolConfig next = change.apply(settings()).config();
    maximum = Math.max(maximum, next.maximum());
    pool.reconfigure(next);
    addsUp();
  }

  /** Those that hold now, to be changed. */
  PoolBuilder<Thing> settings() {
    return new PoolBuilder<>(connector).settings(pool.config());
  }

  /** What must be true at every moment. */
  void addsUp() {
    PoolStats stats = pool.stats();
    long ended = stats.retired().values().stream().mapToLong(Long::longValue).sum();
    assertThat(stats.open() - stats.closing() + ended)
        .as("open + ended of %s", stats)
        .isEqualTo(stats.created());
    assertThat(stats.permitted()).as("permits of %s", stats).isBetween(0, maximum);
    assertThat(stats.acquired()).as("leases of %s", stats).isGreaterThanOrEqualTo(stats.leased());
    assertThat(stats.givenUp()).as("given up of %s", stats).isNotNegative();
    assertThat(stats.listenerFailures() > 0).isEqualTo(listenersThrow);
    assertThat(connector.misuses).isEmpty();
  }

  /** At rest: no call is under way, nothing hangs, nobody waits, nothing is lost. */
  void isQuietWith(int idle) {
    addsUp();
    PoolStats stats = stats();
    assertThat(stats.permitted()).as("permits of %s", stats).isEqualTo(idle);
    assertThat(stats.idle()).as("idle of %s", stats).isEqualTo(idle);
    assertThat(stats.givenUp()).as("given up of %s", stats).isZero();
    assertThat(stats.waiting()).as("waiting of %s", stats).isZero();
    assertThat(connector.openCount()).as("open at the server").isEqualTo(idle);
    for (Kind kind : Kind.values()) {
      assertThat(runtime.waiting(kind)).as("calls of kind %s", kind).isZero();
    }
  }

  /** So many can be borrowed at once, with a working driver and within a minute. */
  void canLendAtOnce(int count) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(arrive());
    }
    runtime.live(Duration.ofMinutes(1));
    assertThat(clients).allMatch(Client::isServed);
    assertThat(clients.stream().map(client -> client.lease().resource()).distinct()).hasSize(count);
    clients.forEach(client -> client.lease().release());
    runtime.finishAll();
  }
}
