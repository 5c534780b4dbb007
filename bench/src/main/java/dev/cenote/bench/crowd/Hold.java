package dev.cenote.bench.crowd;

import dev.cenote.bench.meter.Pause;

/** What is done between borrow and return. */
enum Hold {
  /** Nothing. */
  NOTHING("0") {
    @Override
    void run() {}
  },
  /** Lets others go first. */
  YIELD("yield") {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // it is what is measured
    void run() {
      Thread.yield();
    }
  },
  /** Waits as for a database that needs a millisecond. */
  MILLISECOND("1ms") {
    @Override
    void run() {
      Pause.nanos(1_000_000);
    }
  };

  private final String key;

  Hold(String key) {
    this.key = key;
  }

  /** The name in rows. */
  String key() {
    return key;
  }

  abstract void run();
}
