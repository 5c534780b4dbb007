package dev.cenote.testkit.simulator;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
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
  private final CallLog calls;
  private final List<Hanging> hanging = new ArrayList<>();

  private record Hanging(DriverCall call, FakeConnector.Outcome outcome) {}

  SimExecutor(
      VirtualTime time,
      FakeConnector connector,
      SplittableRandom random,
      Weather weather,
      CallLog calls) {
    this.time = time;
    this.connector = connector;
    this.random = random;
    this.weather = weather;
    this.calls = calls;
  }

  @Override
  public void execute(Runnable task) {
    boolean noThread = weather.next() == Weather.Fault.ERROR && random.nextInt(8) == 0;
    if (task instanceof DriverCall call) {
      boolean triedAgain = call.kind() == Kind.CLOSE || call.kind() == Kind.ABORT;
      if (!noThread || triedAgain) {
        calls.asked(call);
      }
    }
    if (noThread) {
      throw new OutOfMemoryError("pretended: unable to create native thread");
    }
    time.now(task instanceof DriverCall call ? () -> begin(call) : task); // else tells listeners
  }

  private void begin(DriverCall call) {
    connector.forget();
    call.invoke();
    FakeConnector.Outcome outcome = connector.lastOutcome();
    inCall(call, outcome, true);
    if (outcome.latencyNanos() == FakeConnector.NEVER) {
      hanging.add(new Hanging(call, outcome));
    } else {
      time.schedule(() -> complete(call, outcome), outcome.latencyNanos());
    }
  }

  private void complete(DriverCall call, FakeConnector.Outcome outcome) {
    outcome.effect().run();
    inCall(call, outcome, false);
    calls.ended(call);
    connector.forget();
    call.complete();
    connector.lastOutcome().effect().run(); // the abort of a late connection, on this very thread
    SimResource resource = outcome.resource();
    if (call.kind() == Kind.ABORT && resource != null) {
      returnHanging(
          hung -> hung.outcome().endsWithAbort() && hung.outcome().resource() == resource);
    }
  }

  // Of an abort another call may be the victim; of an open nobody has the connection yet.
  private static void inCall(DriverCall call, FakeConnector.Outcome outcome, boolean begins) {
    SimResource resource = outcome.resource();
    if (resource != null && call.kind() != Kind.ABORT && call.kind() != Kind.OPEN) {
      resource.inCall = begins;
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
