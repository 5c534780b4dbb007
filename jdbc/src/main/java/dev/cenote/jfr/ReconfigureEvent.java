package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.cenote.Reconfigure")
@Label("Reconfigure")
@Description("A running pool was changed")
final class ReconfigureEvent extends PoolFlightEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final ReconfigureEvent PROBE = new ReconfigureEvent();

  @Label("Change")
  @Description("What was changed")
  String change = "";
}
