package dev.cenote.core;

import java.util.concurrent.atomic.AtomicInteger;

/** What the pools of these tests lend. */
final class Thing {

  final int number;
  final AtomicInteger checks = new AtomicInteger();
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger resets = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger aborts = new AtomicInteger();
  final AtomicInteger cuts = new AtomicInteger();

  /** Whether its borrower left something to reset. */
  volatile boolean dirty;

  /** Whether its server still knows it. */
  volatile boolean alive = true;

  Thing(int number) {
    this.number = number;
  }

  boolean isGone() {
    return closes.get() + aborts.get() > 0;
  }

  @Override
  public String toString() {
    return "thing " + number;
  }
}
