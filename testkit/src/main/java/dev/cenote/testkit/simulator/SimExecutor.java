package dev.cenote.testkit.simulator;

import dev.cenote.core.connect.DriverCall;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Runs driver calls in virtual time: begun at one step, completed at another, or never. */
final class SimExecutor implements Executor {

  private final VirtualTime time;
  private final FakeConnector connector;
  private final SplittableRandom random;
  private final Weather weather;
  private final List<Hanging> hanging = new ArrayList<>();

  private record Hanging(DriverCall call, FakeConnector.Outcome outcome) {}

  SimExecutor(VirtualTime time, FakeConnector connector, SplittableRandom random, Weather weather) {
    this.time = time;
    this.connector = connector;
    this.random = random;
    this.weather = weather;
  }

  @Override
  public void execute(Runnable task) {
    if (weather.next() == Weather.Fault.ERROR && random.nextInt(8) == 0) {
      throw new OutOfMemoryError("pretended: unable to create native thread");
    }
    if (task instanceof DriverCall call) {
      time.now(() -> begin(call));
    } else {
      time.now(task); // the listeners are told
    }
  }

  private void begin(DriverCall call) {
    connector.forget();
    call.invoke();
    FakeConnector.Outcome outcome = connector.lastOutcome();
    if (outcome.latencyNanos() == FakeConnector.NEVER) {
      hanging.add(new Hanging(call, outcome));
    } else {
      time.schedule(() -> complete(call, outcome), outcome.latencyNanos());
    }
  }

  private void complete(DriverCall call, FakeConnector.Outcome outcome) {
    outcome.effect().run();
    call.complete();
    SimResource resource = outcome.resource();
    if (call.kind() == DriverCall.Kind.ABORT && resource != null) {
      returnHanging(
          hung -> hung.outcome().endsWithAbort() && hung.outcome().resource() == resource);
    }
  }

  /** The network is well again: whatever hung returns. */
  void heal() {
    returnHanging(hung -> true);
  }

  private void returnHanging(Predicate<Hanging> which) {
    List<Hanging> returning = hanging.stream().filter(which).toList();
    hanging.removeAll(returning);
    for (Hanging hung : returning) {
      time.now(() -> complete(hung.call(), hung.outcome()));
    }
  }
}
