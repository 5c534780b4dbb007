package dev.cenote.testkit.driver;

import java.util.concurrent.CompletableFuture;

/**
 * Holds driver calls until the test opens it: {@code database.on("isValid").waitFor(gate)}. Once
 * open it stays open. One gate may hold several call sites. Safe for any thread.
 */
public final class Gate {

  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Tally arrivals = new Tally();

  /** Lets every waiting call, and every later one, pass. Does not block. */
  public void open() {
    opened.complete(null);
  }

  /** Whether {@link #open()} was called. */
  public boolean isOpen() {
    return opened.isDone();
  }

  /** How many calls have come to this gate so far, the ones that passed included. */
  public int arrivals() {
    return arrivals.count();
  }

  /** Blocks until a first call has come to this gate. */
  public void awaitArrival() {
    awaitArrivals(1);
  }

  /**
   * Blocks until {@code calls} calls have come to this gate.
   *
   * @throws AssertionError if they do not come within 20 s
   */
  public void awaitArrivals(int calls) {
    arrivals.await(calls, "calls at the gate");
  }

  CompletableFuture<Void> arrive() {
    arrivals.increment();
    return opened;
  }
}
