package dev.cenote.core.wait;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it was woken. */
final class TestWaiter extends Waiter<String> {

  final AtomicInteger wakes = new AtomicInteger();

  TestWaiter(long since) {
    super(since);
  }

  @Override
  public void run() {
    wakes.incrementAndGet();
  }
}
