package dev.cenote.testkit.driver;

import org.jspecify.annotations.Nullable;

/** What a fault does in place of, before or after the driver's own work. */
@FunctionalInterface
interface FaultEffect {

  /** The driver's own work for one call. */
  @FunctionalInterface
  interface Work {
    @Nullable Object run() throws Throwable;
  }

  /** Performs the call; returns what the caller gets. */
  @Nullable Object perform(FakeSession session, Work work) throws Throwable;
}
