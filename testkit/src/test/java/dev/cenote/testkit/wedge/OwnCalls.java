package dev.cenote.testkit.wedge;

import dev.cenote.testkit.driver.DriverCall;
import dev.cenote.testkit.driver.FakeDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the driver calls that a pool makes of its own accord from those that a borrower asked for.
 * For one thread.
 */
final class OwnCalls {

  interface Act {
    void perform() throws Exception;
  }

  private final FakeDatabase database;
  private final Set<Long> borrowers = new HashSet<>();

  OwnCalls(FakeDatabase database) {
    this.database = database;
  }

  /** Performs what a borrower does, of which one call at this site is the borrower's own. */
  void borrowers(String site, Act act) throws Exception {
    long before = last(all());
    try {
      act.perform();
    } finally {
      List<DriverCall> since = new ArrayList<>(database.journal().only(site).calls());
      since.removeIf(call -> call.order() <= before || isOfThePool(call));
      borrowers.add(last(since));
    }
  }

  /** The sites of all calls so far that nobody but the pool asked for. */
  Set<String> sites() {
    Set<String> sites = new TreeSet<>();
    for (DriverCall call : all()) {
      if (!borrowers.contains(call.order())) {
        sites.add(call.method());
      }
    }
    return sites;
  }

  private List<DriverCall> all() {
    return database.journal().calls();
  }

  private static boolean isOfThePool(DriverCall call) {
    return call.threadName().startsWith("cenote-");
  }

  private static long last(List<DriverCall> calls) {
    return calls.isEmpty() ? 0 : calls.get(calls.size() - 1).order();
  }
}
