package dev.cenote.core;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.event.PoolListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Pool}. Not thread-safe; building never blocks and opens nothing on this thread.
 *
 * @param <R> the resource
 */
public final class PoolBuilder<R> {

  private final Connector<R> connector;
  private final List<PoolListener> listeners = new ArrayList<>();
  private @Nullable PoolRuntime runtime;
  private String name = "pool";
  private PoolKind kind = PoolKind.QUEUE;
  private @Nullable Integer poolSize;
  private @Nullable Integer maxOverflow;
  private Duration overflowLinger = Duration.ofSeconds(30);
  private Duration acquireTimeout = Duration.ofSeconds(30);
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration checkTimeout = Duration.ofSeconds(5);
  private Duration resetTimeout = Duration.ofSeconds(5);
  private Duration closeTimeout = Duration.ofSeconds(5);
  private Duration shutdownTimeout = Duration.ofSeconds(10);
  private int maxOpening = 4;
  private int givenUpMax = 8;
  private boolean prefill = true;
  private Duration maxLifetime = Duration.ofMinutes(30);
  private Duration keepalive = Duration.ofMinutes(2);
  private Validation validation = Validation.AUTO;
  private Duration bypassWindow = Duration.ofMillis(500);
  private Duration lookWindow = Duration.ofSeconds(2);
  private OnOutage onOutage = OnOutage.WAIT;
  private LeakWatch leakWatch = LeakWatch.THREAD;
  private Duration leakThreshold = Duration.ofMinutes(1);
  private Duration reclaimAfter = Duration.ZERO;
  private IdleOrder idleOrder = IdleOrder.AFFINE;
  private int maxWaiters = PoolConfig.UNLIMITED;
  private int bargesMax = 1_024;
  private boolean measured;

  /** Starts from the defaults. */
  public PoolBuilder(Connector<R> connector) {
    this.connector = connector;
  }

  /** Sets every setting as it is there. */
  public PoolBuilder<R> settings(PoolConfig config) {
    name = config.name();
    kind = config.kind();
    poolSize = config.poolSize();
    maxOverflow = config.maxOverflow();
    overflowLinger = config.overflowLinger();
    acquireTimeout = config.acquireTimeout();
    connectTimeout = config.connectTimeout();
    checkTimeout = config.checkTimeout();
    resetTimeout = config.resetTimeout();
    closeTimeout = config.closeTimeout();
    shutdownTimeout = config.shutdownTimeout();
    maxOpening = config.maxOpening();
    givenUpMax = config.givenUpMax();
    prefill = config.prefill();
    maxLifetime = config.maxLifetime();
    keepalive = config.keepalive();
    validation = config.validation();
    bypassWindow = config.bypassWindow();
    lookWindow = config.lookWindow();
    onOutage = config.onOutage();
    leakWatch = config.leakWatch();
    leakThreshold = config.leakThreshold();
    reclaimAfter = config.reclaimAfter();
    idleOrder = config.idleOrder();
    maxWaiters = config.maxWaiters();
    bargesMax = config.bargesMax();
    return this;
  }

  /** Sets the name used in thread names and events. */
  public PoolBuilder<R> name(String name) {
    this.name = name;
    return this;
  }

  /** Sets whom it lends what; it also decides the default of the pool size and the overflow. */
  public PoolBuilder<R> kind(PoolKind kind) {
    this.kind = kind;
    return this;
  }

  /** Sets connections kept; 0 keeps none. */
  public PoolBuilder<R> poolSize(int poolSize) {
    this.poolSize = poolSize;
    return this;
  }

  /** Sets more, under load; {@link PoolConfig#UNLIMITED} is allowed. */
  public PoolBuilder<R> maxOverflow(int maxOverflow) {
    this.maxOverflow = maxOverflow;
    return this;
  }

  /** Sets the window over which surplus is measured; 0 closes it on return. */
  public PoolBuilder<R> overflowLinger(Duration overflowLinger) {
    this.overflowLinger = overflowLinger;
    return this;
  }

  /**
   * Sets the deadline of an acquire; 0 = never queue at the limit, {@link PoolConfig#NONE} = for
   * ever.
   */
  public PoolBuilder<R> acquireTimeout(Duration acquireTimeout) {
    this.acquireTimeout = acquireTimeout;
    return this;
  }

  /** Sets the deadline of one open. */
  public PoolBuilder<R> connectTimeout(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
    return this;
  }

  /** Sets the deadline of one check. */
  public PoolBuilder<R> checkTimeout(Duration checkTimeout) {
    this.checkTimeout = checkTimeout;
    return this;
  }

  /** Sets the deadline of one reset. */
  public PoolBuilder<R> resetTimeout(Duration resetTimeout) {
    this.resetTimeout = resetTimeout;
    return this;
  }

  /** Sets the deadline of one close or abort. */
  public PoolBuilder<R> closeTimeout(Duration closeTimeout) {
    this.closeTimeout = closeTimeout;
    return this;
  }

  /** Sets the deadline of closing the pool. */
  public PoolBuilder<R> shutdownTimeout(Duration shutdownTimeout) {
    this.shutdownTimeout = shutdownTimeout;
    return this;
  }

  /** Sets opens under way at once. */
  public PoolBuilder<R> maxOpening(int maxOpening) {
    this.maxOpening = maxOpening;
    return this;
  }

  /** Sets given-up calls above which the pool opens more slowly. */
  public PoolBuilder<R> givenUpMax(int givenUpMax) {
    this.givenUpMax = givenUpMax;
    return this;
  }

  /** Sets whether to keep {@code poolSize} open from the start. */
  public PoolBuilder<R> prefill(boolean prefill) {
    this.prefill = prefill;
    return this;
  }

  /** Sets the age before which a connection is replaced; 0 = no limit. */
  public PoolBuilder<R> maxLifetime(Duration maxLifetime) {
    this.maxLifetime = maxLifetime;
    return this;
  }

  /** Sets how often an idle connection is checked; 0 = never. */
  public PoolBuilder<R> keepalive(Duration keepalive) {
    this.keepalive = keepalive;
    return this;
  }

  /** Sets when an idle connection is checked before it is lent. */
  public PoolBuilder<R> validation(Validation validation) {
    this.validation = validation;
    return this;
  }

  /** Sets with AUTO, how recently used a connection must be to be lent unchecked. */
  public PoolBuilder<R> bypassWindow(Duration bypassWindow) {
    this.bypassWindow = bypassWindow;
    return this;
  }

  /**
   * Sets with AUTO, how recently the server of a connection that can be looked at must have been
   * heard for it to be lent without a check.
   */
  public PoolBuilder<R> lookWindow(Duration lookWindow) {
    this.lookWindow = lookWindow;
    return this;
  }

  /** Sets what becomes of callers while nothing is open and nothing can be opened. */
  public PoolBuilder<R> onOutage(OnOutage onOutage) {
    this.onOutage = onOutage;
    return this;
  }

  /** Sets what is noted of each borrower. */
  public PoolBuilder<R> leakWatch(LeakWatch leakWatch) {
    this.leakWatch = leakWatch;
    return this;
  }

  /** Sets for how long a resource may be borrowed before that is told; 0 = for ever. */
  public PoolBuilder<R> leakThreshold(Duration leakThreshold) {
    this.leakThreshold = leakThreshold;
    return this;
  }

  /** Sets after how long without use a resource is taken back that nobody can use; 0 = never. */
  public PoolBuilder<R> reclaimAfter(Duration reclaimAfter) {
    this.reclaimAfter = reclaimAfter;
    return this;
  }

  /** Sets which idle connection is lent first. */
  public PoolBuilder<R> idleOrder(IdleOrder idleOrder) {
    this.idleOrder = idleOrder;
    return this;
  }

  /** Sets callers that may wait at once, besides those who are being served. */
  public PoolBuilder<R> maxWaiters(int maxWaiters) {
    this.maxWaiters = maxWaiters;
    return this;
  }

  /** Sets how many newcomers may overtake the head waiter; 0 = strict order. */
  public PoolBuilder<R> bargesMax(int bargesMax) {
    this.bargesMax = bargesMax;
    return this;
  }

  /** Adds a listener. */
  public PoolBuilder<R> listener(PoolListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Replaces time, executors and randomness, as a simulator does. */
  public PoolBuilder<R> runtime(PoolRuntime runtime) {
    this.runtime = runtime;
    return this;
  }

  /** The settings so far, checked. */
  public PoolConfig config() {
    return new PoolConfig(
        name,
        kind,
        poolSize == null ? kind.poolSizeDefault() : poolSize,
        maxOverflow == null ? kind.maxOverflowDefault() : maxOverflow,
        overflowLinger,
        acquireTimeout,
        connectTimeout,
        checkTimeout,
        resetTimeout,
        closeTimeout,
        shutdownTimeout,
        maxOpening,
        givenUpMax,
        prefill,
        maxLifetime,
        keepalive,
        validation,
        bypassWindow,
        lookWindow,
        onOutage,
        leakWatch,
        leakThreshold,
        reclaimAfter,
        idleOrder,
        maxWaiters,
        bargesMax);
  }

  /** Records durations from the start on, as {@link Pool#measures} does from its first call on. */
  public PoolBuilder<R> measured() {
    measured = true;
    return this;
  }

  /**
   * Builds and starts the pool.
   *
   * @throws IllegalArgumentException naming every setting that is out of range or has no meaning
   *     for this kind
   */
  public Pool<R> build() {
    return switch (kind) {
      case QUEUE -> buildQueue();
      case DIRECT -> new DirectPool<>(engine());
      case SHARED -> new SharedPool<>(engine());
      case PER_THREAD -> new PerThreadPool<>(engine());
      case SOLE -> new SolePool<>(engine());
    };
  }

  /**
   * Builds and starts a pool of kind QUEUE, as {@link #build()}, for who wants to wait without
   * blocking a thread.
   *
   * @throws IllegalArgumentException also if another kind was set
   */
  public QueuePool<R> buildQueue() {
    if (kind != PoolKind.QUEUE) {
      throw new IllegalArgumentException("a pool of kind " + kind + " is no QUEUE: call build()");
    }
    return engine();
  }

  private QueuePool<R> engine() {
    PoolConfig config = config();
    PoolRuntime chosen = runtime == null ? PoolRuntime.system(config.name()) : runtime;
    QueuePool<R> pool = new QueuePool<>(config, connector, List.copyOf(listeners), chosen);
    if (measured) {
      pool.measures();
    }
    pool.start();
    return pool;
  }
}
