package dev.cenote.it.sample;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Breaks each ban once. */
public final class UsesEverythingBanned {
  Executor threads() {
    return Executors.newCachedThreadPool();
  }

  int randomness() {
    return new Random().nextInt();
  }

  void spin() {
    Thread.onSpinWait();
  }

  void log() {
    System.out.println(System.nanoTime());
  }
}
