package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

@Name("dev.cenote.Validate")
@Label("Validate")
@Description("A connection was asked whether it is alive")
@Threshold("10 ms")
final class ValidateEvent extends SpanEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final ValidateEvent PROBE = new ValidateEvent();

  @Label("Slot")
  int slot;

  @Label("Outcome")
  @Description("alive, dead, or the class of what the driver threw")
  String outcome = "";

  @Override
  void ended(String how) {
    outcome = how;
  }
}
