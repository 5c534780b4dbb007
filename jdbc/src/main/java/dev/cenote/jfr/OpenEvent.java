package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

@Name("dev.cenote.Open")
@Label("Open")
@Description("A connection was opened; the event is at the end of it")
final class OpenEvent extends PoolFlightEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final OpenEvent PROBE = new OpenEvent();

  @Label("Place")
  @Description("The database as messages name it")
  String place = "";

  @Label("Slot")
  int slot;

  @Label("Took")
  @Timespan
  long took;
}
