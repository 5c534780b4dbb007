package dev.cenote.testkit.driver;

import dev.cenote.testkit.driver.Fault.FaultScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sentence that ends in a fault: {@code database.on("isValid").onlyConnection(1).once().hang()}.
 *
 * <p>First, if wanted, say which calls; the last word says what happens and puts the fault in
 * force. When several faults stand at one site they are asked in the order of their making, and the
 * first that is not used up takes the call: {@code once().failing("08006")} and then {@code hang()}
 * make a script of two steps.
 */
public final class FaultPlan {

  private final FakeDatabase database;
  private final String site;
  private final Consumer<Fault> inForce;
  private FaultScope scope = FaultScope.EVERY_CALL;

  FaultPlan(FakeDatabase database, String site, Consumer<Fault> inForce) {
    this.database = database;
    this.site = site;
    this.inForce = inForce;
  }

  /** Only the first call. */
  public FaultPlan once() {
    return times(1);
  }

  /** Only the first {@code calls} calls (after those that {@link #afterCalls} lets pass). */
  public FaultPlan times(int calls) {
    requirePositive(calls, "times");
    scope = new FaultScope(scope.connections(), scope.sqlPart(), scope.skippedCount(), calls);
    return this;
  }

  /** Every call; this is also what happens when nothing is said. */
  public FaultPlan always() {
    return times(Integer.MAX_VALUE);
  }

  /** Lets {@code calls} calls pass first. */
  public FaultPlan afterCalls(int calls) {
    requirePositive(calls, "afterCalls");
    scope = new FaultScope(scope.connections(), scope.sqlPart(), calls, scope.hitMax());
    return this;
  }

  /** Only the {@code nth} call from now on, counted from 1. */
  public FaultPlan onCall(int nth) {
    requirePositive(nth, "onCall");
    scope = new FaultScope(scope.connections(), scope.sqlPart(), nth - 1, 1);
    return this;
  }

  /** Only calls on the physical connection with this number; the first attempt to connect is 1. */
  public FaultPlan onlyConnection(int number) {
    requirePositive(number, "onlyConnection");
    scope = new FaultScope(k -> k == number, scope.sqlPart(), scope.skippedCount(), scope.hitMax());
    return this;
  }

  /** Only calls with a statement whose SQL contains {@code part}. */
  public FaultPlan forSql(String part) {
    scope = new FaultScope(scope.connections(), part, scope.skippedCount(), scope.hitMax());
    return this;
  }

  /**
   * The call hangs until its connection is aborted, closed or killed, its thread interrupted (it
   * then throws 08006), the fault lifted (it then goes on), or the database closed.
   */
  public Fault hang() {
    return waitFor(new Gate());
  }

  /**
   * The call hangs and heeds neither abort nor close nor interrupt: a driver stuck in native code.
   * Only {@link Fault#lift()} and {@link FakeDatabase#close()} end it.
   */
  public Fault hangEvenWhenAborted() {
    CompletableFuture<Void> lifted = new CompletableFuture<>();
    return put(
        lifted,
        (session, work) -> {
          awaitWhateverHappens(CompletableFuture.anyOf(lifted, database.whenClosed()));
          requireOpenDatabase();
          return work.run();
        });
  }

  /** The call does its work only after this time; else as {@link #hang()}. */
  public Fault lasting(Duration time) {
    CompletableFuture<Void> lifted = new CompletableFuture<>();
    return put(
        lifted,
        (session, work) -> {
          CompletableFuture<Void> over = new CompletableFuture<>();
          over.completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
          awaitUnlessGone(session, CompletableFuture.anyOf(over, lifted));
          return work.run();
        });
  }

  /** The call does its work only once the test opens the gate; else as {@link #hang()}. */
  public Fault waitFor(Gate gate) {
    CompletableFuture<Void> lifted = new CompletableFuture<>();
    return put(
        lifted,
        (session, work) -> {
          awaitUnlessGone(session, CompletableFuture.anyOf(gate.arrive(), lifted));
          return work.run();
        });
  }

  /**
   * The call throws instead of doing its work. A close that throws leaves the connection open.
   *
   * @param failure makes a new one for each call: an SQLException, a RuntimeException or an Error
   */
  public Fault throwing(Supplier<? extends Throwable> failure) {
    return put((session, work) -> {
      throw failure.get();
    });
  }

  /** The call does its work and then throws all the same: a commit whose answer got lost. */
  public Fault throwingAfterwards(Supplier<? extends Throwable> failure) {
    return put((session, work) -> {
      Object unused = work.run();
      throw failure.get();
    });
  }

  /** The call throws an SQLException with this SQLState instead of doing its work. */
  public Fault failing(String sqlState) {
    return throwing(() -> new SQLException("fake failure of " + site, sqlState));
  }

  /** The call returns this instead of doing its work. */
  public Fault returning(@Nullable Object value) {
    return put((session, work) -> value);
  }

  /** The call of a void method does nothing, like {@code abort} in some drivers. */
  public Fault doingNothing() {
    return returning(null);
  }

  private Fault put(FaultEffect effect) {
    return put(new CompletableFuture<>(), effect);
  }

  private Fault put(CompletableFuture<Void> lifted, FaultEffect effect) {
    Fault fault = new Fault(site, scope, lifted, effect);
    inForce.accept(fault);
    return fault;
  }

  private void awaitUnlessGone(FakeSession session, CompletableFuture<Object> opened)
      throws SQLException {
    try {
      CompletableFuture.anyOf(opened, session.whenGone(), database.whenClosed()).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while " + site + " hung", "08006", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("bug: these futures never fail", e);
    }
    requireOpenDatabase();
    if (!opened.isDone()) {
      throw new SQLException("connection ended while " + site + " hung", "08006");
    }
  }

  private static void awaitWhateverHappens(CompletableFuture<Object> end) {
    boolean interrupted = false;
    while (!end.isDone()) {
      try {
        Object unused = end.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("bug: these futures never fail", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireOpenDatabase() throws SQLException {
    if (database.whenClosed().isDone()) {
      throw new SQLException("fake database closed while " + site + " hung", "08006");
    }
  }

  private static void requirePositive(int value, String word) {
    if (value < 1) {
      throw new IllegalArgumentException(word + " counts from 1, not " + value);
    }
  }
}
