package dev.cenote.testkit.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/** Account of every physical connection that a fake database has seen. Safe for any thread. */
final class Ledger {

  private final ReentrantLock lock = new ReentrantLock();

  /** One entry per attempt to connect, in order. Guarded by {@link #lock}, as is all below. */
  private final List<FakeSession> sessions = new ArrayList<>();

  private int openCount;
  private int openingCount;
  private int openedCount;
  private int peakOpen;
  private int peakOpenOrOpening;

  FakeSession attempt(IntFunction<FakeSession> maker) {
    lock.lock();
    try {
      FakeSession session = maker.apply(sessions.size() + 1);
      sessions.add(session);
      openingCount++;
      peakOpenOrOpening = Math.max(peakOpenOrOpening, openCount + openingCount);
      return session;
    } finally {
      lock.unlock();
    }
  }

  void opened() {
    lock.lock();
    try {
      openingCount--;
      openCount++;
      openedCount++;
      peakOpen = Math.max(peakOpen, openCount);
    } finally {
      lock.unlock();
    }
  }

  void refused() {
    lock.lock();
    try {
      openingCount--;
    } finally {
      lock.unlock();
    }
  }

  void ended() {
    lock.lock();
    try {
      openCount--;
    } finally {
      lock.unlock();
    }
  }

  List<FakeSession> sessions() {
    lock.lock();
    try {
      return List.copyOf(sessions);
    } finally {
      lock.unlock();
    }
  }

  Counts counts() {
    lock.lock();
    try {
      return new Counts(openCount, openingCount, openedCount, peakOpen, peakOpenOrOpening);
    } finally {
      lock.unlock();
    }
  }

  record Counts(int open, int opening, int opened, int peakOpen, int peakOpenOrOpening) {}
}
