package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolRuntime;
import dev.cenote.core.PoolStats;
import dev.cenote.core.QueuePool;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One run of the engine on virtual time, decided by a seed: clients come and go, the database
 * misbehaves, then it is well again and the pool must be too, then the pool is closed.
 */
public final class Simulation {

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  /** Longest pause of the open gate, and a probe after it. */
  private static final long RECOVERY = 75 * SECOND;

  private final long seed;
  private final int steps;
  private final @Nullable Cast cast;
  private final SplittableRandom random;
  private final VirtualTime time;
  private final Weather weather;
  private final Invariants invariants;
  private final FakeConnector connector;
  private final CallLog calls;
  private final SimExecutor executor;
  private final PoolConfig config;
  private final QueuePool<SimResource> pool;
  private final List<SimClient> clients = new ArrayList<>();
  private final Trace trace;
  private final Trouble trouble;
  private long arrivals;
  private int stepsTaken;
  private boolean resting;
  private boolean closing;
  private int shutdowns;
  private long frozenFor;
  private long underFaults;
  private int waking;
  private @Nullable SimulationFailure firstFailure;

  /** A run of at least {@code steps} steps. */
  public Simulation(long seed, int steps) {
    this(seed, steps, null);
  }

  /** One with a cast of its own and in calm weather, or null: all is drawn from the seed. */
  Simulation(long seed, int steps, @Nullable Cast cast) {
    this.seed = seed;
    this.steps = steps;
    this.cast = cast;
    random = new SplittableRandom(seed);
    time = new VirtualTime(random.nextLong(Long.MAX_VALUE / 2) - Long.MAX_VALUE / 4);
    trace = new Trace(time);
    weather = new Weather(random.split());
    invariants = new Invariants(this);
    calls = new CallLog(this);
    connector = new FakeConnector(random.split(), weather, invariants, 6 * SECOND);
    executor = new SimExecutor(time, connector, random.split(), weather, calls);
    SplittableRandom jitter = random.split();
    PoolBuilder<SimResource> builder = new PoolBuilder<>(connector);
    if (cast == null) {
      Scenario.apply(builder, random);
    } else {
      cast.settings(builder, random.split());
    }
    config = builder.config();
    pool =
        builder
            .listener(trace::add)
            .listener(this::listenBadly)
            .runtime(
                new PoolRuntime(
                    time, time, executor, executor, jitter::nextLong, () -> shutdowns++))
            .buildQueue();
    trouble = new Trouble(this, pool, connector, executor, weather, random);
  }

  /**
   * Runs it.
   *
   * @throws SimulationFailure if an invariant is violated
   */
  public void run() {
    try {
      if (cast == null) {
        long begun = time.nanos();
        weatherAndClients();
        underFaults = time.nanos() - begun - frozenFor;
      } else {
        play(cast);
      }
      recover();
      close();
    } catch (SimulationFailure failure) {
      throw failure;
    } catch (RuntimeException | Error broken) {
      SimulationFailure failure = violation("the engine threw " + broken);
      failure.initCause(broken);
      throw failure;
    }
  }

  private void weatherAndClients() {
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      SimClient client = new SimClient(this, pool, time, random.nextLong());
      clients.add(client);
      client.start();
    }
    trouble.begin();
    while (stepsTaken < steps && step()) {
      if (random.nextInt(20_000) == 0) {
        frozenFor += trouble.freeze();
      }
      if (random.nextInt(250) == 0) {
        time.now(trouble::provoke);
      }
    }
  }

  /** Nothing happens but what these clients do. */
  private void play(Cast cast) {
    runFor(SECOND); // what the pool opens by itself is open
    for (Role role : cast.roles(random.split())) {
      SimClient client = new SimClient(this, pool, time, random.nextLong(), role);
      clients.add(client);
      client.start();
    }
    cast.begins(this, connector, random.split());
    while (stepsTaken < steps && step()) {
      // until everybody has gone
    }
  }

  /** Does one of the things that can happen now, or lets time pass. False: nothing ever will. */
  private boolean step() {
    int choices = time.readyCount();
    if (choices == 0) {
      invariants.checkAtRest(pool.stats(), time.nextAt());
      Long next = time.nextAt();
      if (next == null) {
        return false;
      }
      time.moveTo(next);
      return true;
    }
    time.take(random.nextInt(choices)).run();
    stepsTaken++;
    if (firstFailure != null) { // thrown inside a call of the connector, where the engine caught it
      throw firstFailure;
    }
    invariants.check(pool.stats(), connector.resources, calls);
    connector.resources.removeIf(resource -> resource.ended);
    return true;
  }

  /** The weather clears; after the promised time everybody can have a connection. */
  private void recover() {
    weather.clear();
    resting = true;
    executor.heal();
    time.now(pool::resume);
    runFor(RECOVERY);
    if (pool.stats().permitted() > pool.stats().maximum()) {
      throw violation("1: everybody is at rest, more than permitted is open: " + pool.stats());
    }
    List<SimClient> all = new ArrayList<>();
    PoolStats before = pool.stats();
    int many = Math.min(before.maximumSet(), config.maxWaiters());
    for (int i = 0; i < many; i++) {
      SimClient client = new SimClient(this, pool, time, random.nextLong());
      all.add(client);
      client.acquireAndHold(30 * SECOND);
      if (i == 0 && config.onOutage() != PoolConfig.OnOutage.WAIT) {
        runFor(SECOND); // the first who comes finds out for all that the outage is over
      }
    }
    runFor(29 * SECOND);
    long served = all.stream().filter(SimClient::holdsLease).count();
    if (served < many) {
      throw violation("7: only " + served + " of " + many + " were served: " + pool.stats());
    }
    if (pool.stats().givenUp() != 0) {
      throw violation("5: nothing hangs any more, the pool says " + pool.stats());
    }
    all.forEach(SimClient::letGo);
    clients.addAll(all);
  }

  private void close() {
    if (cast == null && random.nextBoolean()) {
      resting = false;
      clients.forEach(SimClient::start);
      weather.change();
      runFor(random.nextLong(2 * SECOND));
    }
    closing = true;
    long begun = time.nanos();
    pool.beginClose();
    long limit = config.shutdownTimeout().toNanos();
    boolean goesOn = true;
    while (goesOn && !pool.isClosed() && time.nanos() - begun <= limit) {
      goesOn = step();
    }
    PoolStats stats = pool.stats();
    int held = stats.permitted() - stats.detached();
    if (!pool.isClosed() || held != 0 || stats.waiting() != 0 || shutdowns != 1) {
      throw violation("10: not closed within " + limit + " ns: " + stats);
    }
    while (time.readyCount() > 0) {
      step(); // what has been handed to a thread is begun
    }
    for (SimResource resource : connector.resources) {
      if (resource.exists && !resource.isEnding() && !resource.detached) {
        throw violation("10: " + resource + " was left open");
      }
    }
    nothingIsLeft();
  }

  /** Whatever hung returns at last; then no connection and no call may be left. */
  private void nothingIsLeft() {
    resting = true;
    weather.clear();
    executor.heal();
    runFor(30 * SECOND);
    if (pool.stats().givenUp() != 0 || !connector.resources.isEmpty() || shutdowns != 1) {
      throw violation("10: left over: " + connector.resources + ", " + pool.stats());
    }
  }

  private void runFor(long nanos) {
    boolean[] reached = new boolean[1];
    time.schedule(() -> reached[0] = true, nanos);
    while (!reached[0] && step()) {
      // until then
    }
  }

  private void listenBadly(Object event) {
    if (stepsTaken % 64 == 1) {
      throw new IllegalStateException("a listener that throws");
    }
  }

  Invariants invariants() {
    return invariants;
  }

  VirtualTime time() {
    return time;
  }

  /** All connections that were opened and have not ended. */
  List<SimResource> resources() {
    return connector.resources;
  }

  PoolConfig config() {
    return config;
  }

  PoolStats stats() {
    return pool.stats();
  }

  boolean isResting() {
    return resting;
  }

  boolean isClosing() {
    return closing;
  }

  /** How long the process has stood still in all. */
  long stoodStill() {
    return frozenFor;
  }

  /** How late a request may be because the process stood still. */
  long stoodStillSince(Request request) {
    return frozenFor - request.stoodStill;
  }

  /** So many more threads have been woken and do not run yet. */
  void waking(int more) {
    waking += more;
  }

  /** Whether somebody has been woken and does not run yet. */
  boolean isWaking() {
    return waking > 0;
  }

  /** By how much longer than usual its clients think. */
  int leisure() {
    return cast == null ? Scenario.leisure(seed) : 1;
  }

  /** Whether its clients may ask for a second connection while they have one. */
  boolean nests() {
    return cast == null && Scenario.nests(seed);
  }

  long nextArrival() {
    return ++arrivals;
  }

  long zeroTimeoutPatience() {
    return config.connectTimeout().toNanos() + config.checkTimeout().toNanos();
  }

  /** How many steps were taken. */
  public int stepsTaken() {
    return stepsTaken;
  }

  /**
   * How much virtual time passed under random faults, in nanoseconds: without the recovery, and
   * without the pauses in which the process stood still.
   */
  public long underFaults() {
    return underFaults;
  }

  SimulationFailure violation(String what) {
    StringBuilder text = new StringBuilder("invariant ").append(what);
    text.append("\n  seed ").append(seed).append(", step ").append(stepsTaken);
    text.append(", weather ").append(weather).append(", ").append(config);
    text.append(cast == null ? SimulationFailure.replay(seed, steps) : cast.replay());
    text.append("\n  last events:").append(trace);
    SimulationFailure failure = new SimulationFailure(text.toString());
    firstFailure = firstFailure == null ? failure : firstFailure;
    return failure;
  }
}
