package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

@Name("dev.cenote.LeakSuspected")
@Label("Leak Suspected")
@Description("A connection has been borrowed for long, or its borrower has ended")
final class LeakSuspectedEvent extends PoolFlightEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final LeakSuspectedEvent PROBE = new LeakSuspectedEvent();

  @Label("Slot")
  int slot;

  @Label("Held")
  @Timespan
  long held;

  @Label("Borrowed By")
  @Description("The name of the thread that borrowed it; empty if it is not known")
  String borrower = "";

  @Label("Borrower Ended")
  @Description("That thread has ended: the connection will not come back")
  boolean ended;

  @Label("Borrowed At")
  @Description("Where it was borrowed; empty unless the pool keeps stacks")
  String site = "";
}
