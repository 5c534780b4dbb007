package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.time.HandDrivenTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * A {@link PoolRuntime} in which nothing happens by itself: time stands, timers wait, and a driver
 * call lies in a queue until the test invokes and completes it. A call that nobody takes is a call
 * that hangs. For one thread.
 */
public final class HandDrivenRuntime {

  /** So many calls in a row without an end are a loop, not work. */
  private static final int CALLS_MAX = 10_000;

  private final HandDrivenTimers time = new HandDrivenTimers();
  private final List<DriverCall> calls = new ArrayList<>();
  private final Map<Kind, Throwable> refusals = new EnumMap<>(Kind.class);
  private Runnable meanwhile = () -> {};
  private Runnable afterEachStep = () -> {};
  private boolean holdsResets;
  private boolean shutDown;
  private long random;

  /** Nothing has happened yet. */
  public HandDrivenRuntime() {}

  /** What the pool is to be built with. */
  public PoolRuntime runtime() {
    return new PoolRuntime(
        time, time, this::submit, this::onReleasingThread, () -> random, this::shutDown);
  }

  /** The clock and the timers. */
  public HandDrivenTimers time() {
    return time;
  }

  /** Runs after every task of the timers' and every completed call: the place for invariants. */
  public void afterEachStep(Runnable check) {
    afterEachStep = check;
  }

  /** The bits that the pool draws from now on. */
  public void random(long bits) {
    random = bits;
  }

  /** From now on a reset too lies in the queue, instead of running at once. */
  public void holdResets() {
    holdsResets = true;
  }

  /** What happens in the moment in which a call finds no thread. */
  public void meanwhile(Runnable other) {
    meanwhile = other;
  }

  /** The next call of this kind finds no thread. */
  public void refuseNext(Kind kind, Throwable why) {
    refusals.put(kind, why);
  }

  public boolean isShutDown() {
    return shutDown;
  }

  private void shutDown() {
    shutDown = true;
    time.close();
  }

  private void submit(Runnable task) {
    if (shutDown) {
      throw new RejectedExecutionException("the threads have been freed");
    }
    if (!(task instanceof DriverCall call)) { // telling the listeners: they listen at once
      task.run();
      return;
    }
    Throwable refusal = refusals.remove(call.kind());
    if (refusal != null) {
      meanwhile.run();
    }
    if (refusal instanceof Error error) {
      throw error;
    }
    if (refusal != null) {
      throw (RuntimeException) refusal;
    }
    calls.add(call);
  }

  private void onReleasingThread(Runnable task) {
    if (holdsResets) {
      calls.add((DriverCall) task);
    } else {
      task.run();
    }
  }

  /** How many calls of this kind wait to be made. */
  public int waiting(Kind kind) {
    return (int) calls.stream().filter(call -> call.kind() == kind).count();
  }

  /** Takes the oldest call of this kind out of the queue; the test makes it, or never does. */
  public DriverCall take(Kind kind) {
    for (DriverCall call : calls) {
      if (call.kind() == kind) {
        calls.remove(call);
        return call;
      }
    }
    throw new AssertionError("no " + kind + " waits to be made, only " + kinds());
  }

  private List<Kind> kinds() {
    return calls.stream().map(DriverCall::kind).toList();
  }

  /** Makes and completes the oldest call of this kind. */
  public void finish(Kind kind) {
    finish(take(kind));
  }

  /** Makes and completes a call. */
  public void finish(DriverCall call) {
    call.invoke();
    complete(call);
  }

  /** Completes a call that was made. */
  public void complete(DriverCall call) {
    call.complete();
    afterEachStep.run();
  }

  /** Makes and completes every call that waits, and those that come of it. */
  public void finishAll() {
    int left = CALLS_MAX;
    while (!calls.isEmpty()) {
      if (--left == 0) {
        throw new AssertionError("calls make calls without end: " + kinds());
      }
      finish(calls.remove(0));
    }
  }

  /** Runs the timers' tasks that are due now; makes no call. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** Lets time pass; timers fire, and no call returns. */
  public void advance(Duration duration) {
    stepTo(time.nanos() + duration.toNanos(), () -> {});
  }

  /** Lets time pass; timers fire, and every call returns at once. */
  public void live(Duration duration) {
    finishAll();
    stepTo(time.nanos() + duration.toNanos(), this::finishAll);
    finishAll();
  }

  private void stepTo(long end, Runnable afterTimers) {
    while (time.untilNext() <= end - time.nanos()) {
      time.advance(time.untilNext());
      afterTimers.run();
      afterEachStep.run();
    }
    time.advance(end - time.nanos());
  }
}
