package dev.cenote.core;

import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Opens {@link Thing}s, and fails where the test says so. It keeps a list of what it was asked to
 * do against its contract. Any thread.
 */
class ScriptedConnector implements Connector<Thing> {

  /** Everything ever opened, in order. */
  final List<Thing> opened = new CopyOnWriteArrayList<>();

  final List<OpenAttempt> attempts = new CopyOnWriteArrayList<>();

  /** What was asked of it against the contract of Connector. */
  final List<String> misuses = new CopyOnWriteArrayList<>();

  /** What classify says of every failure. */
  volatile OpenFailure kindOfFailure = OpenFailure.UNREACHABLE;

  /** While set, every open throws it. */
  volatile Throwable down;

  /** What happens while an open is under way. */
  volatile Runnable duringOpen = () -> {};

  volatile Runnable duringCheck = () -> {};
  volatile Runnable duringReset = () -> {};
  volatile Runnable duringClose = () -> {};
  volatile Runnable duringAbort = () -> {};

  /** What happens once while a releaser asks whether to reset: it may be on another thread. */
  volatile Runnable duringNeedsReset = () -> {};

  /** While set, an open returns null, against its contract. */
  volatile boolean opensNothing;

  /** An unchecked exception or an Error. */
  volatile Throwable needsResetThrows;

  /** While set, things can be looked at, and this is what is seen. */
  volatile Supplier<Liveness> look;

  volatile RuntimeException classifyThrows;

  /** Whether a reset that fails says that the server is the wrong one. */
  volatile boolean misplaces;

  private final Map<Kind, Queue<Throwable>> failures = new ConcurrentHashMap<>();

  /** The next call of this kind throws. */
  void failNext(Kind kind, Throwable failure) {
    failures.computeIfAbsent(kind, none -> new ConcurrentLinkedQueue<>()).add(failure);
  }

  long openCount() {
    return opened.stream().filter(thing -> !thing.isGone()).count();
  }

  Thing thing(int number) {
    return opened.get(number - 1);
  }

  @Override
  public Thing open(OpenAttempt attempt) throws Exception {
    attempts.add(attempt);
    duringOpen.run();
    failIfScripted(Kind.OPEN);
    if (down != null) {
      rethrow(down);
    }
    if (opensNothing) {
      return null;
    }
    synchronized (opened) { // opens run at once: two things must not get one number
      Thing thing = new Thing(opened.size() + 1);
      opened.add(thing);
      return thing;
    }
  }

  @Override
  public boolean check(Thing thing, long timeoutNanos) throws Exception {
    mustBeOpen(thing, "check");
    thing.checks.incrementAndGet();
    duringCheck.run();
    failIfScripted(Kind.CHECK);
    return thing.alive;
  }

  @Override
  public boolean canLook(Thing thing) {
    return look != null;
  }

  @Override
  public Liveness look(Thing thing) {
    mustBeOpen(thing, "look");
    thing.looks.incrementAndGet();
    return look.get();
  }

  @Override
  public boolean isMisplaced(Throwable failure) {
    return misplaces;
  }

  @Override
  public boolean needsReset(Thing thing) {
    boolean dirty = thing.dirty;
    Runnable meanwhile = duringNeedsReset;
    duringNeedsReset = () -> {};
    meanwhile.run();
    Throwable broken = needsResetThrows;
    if (broken instanceof Error error) {
      throw error;
    }
    if (broken != null) {
      throw (RuntimeException) broken;
    }
    return dirty;
  }

  @Override
  public void reset(Thing thing) throws Exception {
    mustBeOpen(thing, "reset");
    thing.resets.incrementAndGet();
    duringReset.run();
    failIfScripted(Kind.RESET);
    thing.dirty = false;
  }

  @Override
  public void close(Thing thing) throws Exception {
    mustBeOpen(thing, "close");
    thing.closes.incrementAndGet();
    duringClose.run();
    failIfScripted(Kind.CLOSE);
  }

  @Override
  public void cut(Thing thing) {
    thing.cuts.incrementAndGet();
  }

  @Override
  public void abort(Thing thing) throws Exception {
    thing.aborts.incrementAndGet();
    duringAbort.run();
    failIfScripted(Kind.ABORT);
  }

  @Override
  public OpenFailure classify(Throwable failure) {
    if (classifyThrows != null) {
      throw classifyThrows;
    }
    return kindOfFailure;
  }

  private void mustBeOpen(Thing thing, String call) {
    if (thing.isGone()) {
      misuses.add(call + " of " + thing + ", which is gone");
    }
  }

  private void failIfScripted(Kind kind) throws Exception {
    Queue<Throwable> scripted = failures.get(kind);
    Throwable failure = scripted == null ? null : scripted.poll();
    if (failure != null) {
      rethrow(failure);
    }
  }

  private static void rethrow(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }
}
