package dev.cenote.testkit.driver;

import dev.cenote.testkit.driver.FaultEffect.Work;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The faults of one database, in the order of their making. Safe for any thread. */
final class FaultTable {

  private final CopyOnWriteArrayList<Fault> faults = new CopyOnWriteArrayList<>();

  void add(Fault fault) {
    faults.add(fault);
  }

  /** Ends all faults; calls that hang in one go on. */
  void liftAll() {
    for (Fault fault : faults) {
      fault.lift();
    }
    faults.clear();
  }

  /** No fault befalls later calls; calls that hang in one are not released by this. */
  void forgetAll() {
    faults.clear();
  }

  /** Performs a call through the first fault that claims it, or as it is. */
  @Nullable Object perform(String site, FakeSession session, @Nullable String sql, Work work)
      throws Throwable {
    for (Fault fault : faults) {
      if (fault.claims(site, session.number(), sql)) {
        return fault.perform(session, work);
      }
    }
    return work.run();
  }
}
