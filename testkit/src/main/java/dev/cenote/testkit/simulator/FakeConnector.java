package dev.cenote.testkit.simulator;

import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.testkit.simulator.Weather.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connector to nothing. Every call decides at once what will come of it and how long it takes;
 * the simulation lets that time pass before it completes the call.
 */
final class FakeConnector implements Connector<SimResource> {

  /** Never. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * What the last call will do.
   *
   * @param latencyNanos after that long; {@link #NEVER}
   * @param resource on which; null for an open that failed
   * @param effect what is true once it has returned
   * @param endsWithAbort whether an abort of the resource makes it return
   */
  record Outcome(
      long latencyNanos, @Nullable SimResource resource, Runnable effect, boolean endsWithAbort) {}

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final class Full extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final long MILLISECOND = 1_000_000;
  private static final Runnable NO_EFFECT = () -> {};

  private final SplittableRandom random;
  private final Weather weather;
  private final Invariants invariants;
  private final long slowestNanos;
  final List<SimResource> resources = new ArrayList<>();
  private int numbers;
  private int room = Integer.MAX_VALUE;
  private Outcome outcome = new Outcome(0, null, NO_EFFECT, false);

  /** A connector whose late calls take up to {@code slowestNanos}. */
  FakeConnector(
      SplittableRandom random, Weather weather, Invariants invariants, long slowestNanos) {
    this.random = random;
    this.weather = weather;
    this.invariants = invariants;
    this.slowestNanos = slowestNanos;
  }

  /** Forgets the last call: the next may not reach the connector at all. */
  void forget() {
    outcome = new Outcome(0, null, NO_EFFECT, false);
  }

  /** What the last call will do. */
  Outcome lastOutcome() {
    return outcome;
  }

  @Override
  public SimResource open(OpenAttempt attempt) throws Exception {
    SimResource resource = new SimResource(++numbers);
    Fault fault = prepare(null, NO_EFFECT);
    switch (fault) {
      case FAIL -> throw new Broken();
      case REFUSE -> throw new Refused();
      case FULL -> throw new Full();
      case RUNTIME_EXCEPTION, ERROR -> throwUnchecked(fault);
      case WRONG -> {
        return nothing();
      }
      case NONE, LATE, HANG_UNTIL_ABORTED, HANG -> {}
    }
    if (resources.stream().filter(each -> each.alive && !each.ended).count() >= room) {
      throw new Full();
    }
    resources.add(resource);
    invariants.loans.opens(resource);
    Runnable exists =
        () -> {
          resource.exists = true;
          invariants.loans.opened(resource);
        };
    outcome = new Outcome(outcome.latencyNanos(), resource, exists, false);
    return resource;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // a driver may break its promise
  private static <T> T nothing() {
    return null;
  }

  @Override
  public boolean check(SimResource resource, long timeoutNanos) throws Exception {
    invariants.used(resource, "checked");
    long asked = invariants.loans.asked();
    Fault fault = prepare(resource, NO_EFFECT);
    boolean alive = resource.alive && fault != Fault.WRONG;
    boolean answers =
        fault != Fault.LATE && fault != Fault.HANG_UNTIL_ABORTED && fault != Fault.HANG;
    if (!alive || (answers && fault != Fault.NONE)) {
      resource.knownDead = true; // in whatever way it is about to fail
    }
    switch (fault) {
      case FAIL, REFUSE, FULL -> throw new Broken();
      case RUNTIME_EXCEPTION, ERROR -> throwUnchecked(fault);
      case NONE, WRONG, LATE, HANG_UNTIL_ABORTED, HANG -> {}
    }
    if (alive) {
      outcome =
          new Outcome(
              outcome.latencyNanos(),
              resource,
              () -> invariants.loans.proved(resource, asked),
              outcome.endsWithAbort());
    }
    return alive;
  }

  /** Every other one. */
  @Override
  public boolean canLook(SimResource resource) {
    return resource.number % 2 == 0;
  }

  @Override
  public Liveness look(SimResource resource) {
    invariants.used(resource, "looked at");
    switch (weather.next()) {
      case RUNTIME_EXCEPTION -> throw new IllegalStateException("look");
      case ERROR -> throw new LinkageError("look");
      case WRONG -> {
        return Liveness.QUIET; // its network has gone without a word
      }
      case FAIL -> {
        return Liveness.UNCLEAR;
      }
      case NONE, REFUSE, FULL, LATE, HANG_UNTIL_ABORTED, HANG -> {}
    }
    if (!resource.alive) {
      resource.knownDead = true;
      return Liveness.CLOSED;
    }
    return Liveness.QUIET;
  }

  @Override
  public boolean needsReset(SimResource resource) {
    if (weather.next() == Fault.ERROR) {
      throw new LinkageError("needsReset");
    }
    return resource.dirty;
  }

  @Override
  public void reset(SimResource resource) throws Exception {
    invariants.used(resource, "reset");
    Fault fault = prepare(resource, () -> invariants.loans.cleaned(resource));
    switch (fault) {
      case FAIL, REFUSE, FULL, WRONG -> fail(new Broken());
      case RUNTIME_EXCEPTION, ERROR -> throwUnchecked(fault);
      case NONE, LATE, HANG_UNTIL_ABORTED, HANG -> {}
    }
    if (!resource.alive) {
      fail(new Broken());
    }
  }

  @Override
  public void close(SimResource resource) throws Exception {
    invariants.used(resource, "closed");
    resource.closes++;
    end(resource, "closed");
  }

  @Override
  public void abort(SimResource resource) throws Exception {
    resource.aborts++;
    end(resource, "aborted");
  }

  private void end(SimResource resource, String how) throws Exception {
    invariants.ending(resource, how);
    Fault fault = prepare(resource, () -> resource.ended = true);
    switch (fault) {
      case FAIL, REFUSE, FULL, WRONG -> throw new Broken();
      case RUNTIME_EXCEPTION, ERROR -> throwUnchecked(fault);
      case NONE, LATE, HANG_UNTIL_ABORTED, HANG -> {}
    }
  }

  /** Decides what comes of a call, and how long it takes. */
  private Fault prepare(@Nullable SimResource resource, Runnable effect) {
    Fault fault = weather.next();
    long quick = random.nextInt(20) * MILLISECOND / 4;
    long latency =
        switch (fault) {
          case LATE -> slowestNanos + random.nextLong(slowestNanos);
          case HANG_UNTIL_ABORTED, HANG -> NEVER;
          default -> quick;
        };
    outcome = new Outcome(latency, resource, effect, fault == Fault.HANG_UNTIL_ABORTED);
    return fault;
  }

  private void fail(Exception failure) throws Exception {
    outcome = new Outcome(outcome.latencyNanos(), outcome.resource(), NO_EFFECT, false);
    throw failure;
  }

  private void throwUnchecked(Fault fault) {
    if (fault == Fault.RUNTIME_EXCEPTION) {
      throw new IllegalArgumentException("a defect of the driver");
    }
    throw switch (random.nextInt(3)) {
      case 0 -> new OutOfMemoryError("pretended");
      case 1 -> new StackOverflowError("pretended");
      default -> new NoClassDefFoundError("pretended");
    };
  }

  @Override
  public OpenFailure classify(Throwable failure) {
    if (failure instanceof Refused) {
      return OpenFailure.LOGIN_REFUSED;
    }
    if (failure instanceof Full) {
      return OpenFailure.SERVER_FULL;
    }
    if (weather.next() == Fault.RUNTIME_EXCEPTION) {
      throw new IllegalStateException("classify");
    }
    return failure instanceof Broken ? OpenFailure.UNREACHABLE : OpenFailure.OTHER;
  }

  /** From now on it lets in so many. */
  void room(int connections) {
    room = connections;
  }

  /** Such a share of the connections dies, by the caller's chance; nobody is told. */
  void kill(double share, SplittableRandom chance) {
    for (SimResource resource : resources) {
      if (resource.exists && !resource.ended && chance.nextDouble() < share) {
        resource.alive = false;
      }
    }
  }
}
