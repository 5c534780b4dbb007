package dev.cenote.it.sample;

/** What no class of ours does. */
public final class Synchronizes {
  private int count;

  synchronized void onMethod() {
    count++;
  }

  int inBlock() {
    synchronized (this) {
      return count;
    }
  }
}
