package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

@Name("dev.cenote.Retire")
@Label("Retire")
@Description("A connection ended")
final class RetireEvent extends PoolFlightEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final RetireEvent PROBE = new RetireEvent();

  @Label("Slot")
  int slot;

  @Label("Reason")
  String reason = "";

  @Label("Age")
  @Timespan(Timespan.NANOSECONDS)
  long age;

  @Label("Idle")
  @Description("Since when nothing had been heard of its server; 0 if it was borrowed")
  @Timespan(Timespan.NANOSECONDS)
  long idle;

  @Label("Cause")
  @Description("The class of what the driver threw, if that was why")
  String cause = "";
}
