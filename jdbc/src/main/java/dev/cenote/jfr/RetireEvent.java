package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.cenote.Retire")
@Label("Retire")
@Description("A connection ended")
final class RetireEvent extends PoolFlightEvent {

  @Label("Slot")
  int slot;

  @Label("Reason")
  String reason = "";

  @Label("Cause")
  @Description("The class of what the driver threw, if that was why")
  String cause = "";
}
