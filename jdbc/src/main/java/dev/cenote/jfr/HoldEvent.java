package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

@Name("dev.cenote.Hold")
@Label("Hold")
@Description("A connection was borrowed; the thread is the one that gave it back")
@Threshold("20 ms")
final class HoldEvent extends SpanEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final HoldEvent PROBE = new HoldEvent();

  @Label("Slot")
  int slot;

  @Label("Borrowed By")
  @Description("The name of the thread that borrowed it")
  String borrower = "";

  @Label("Outcome")
  @Description("returned, or closed")
  String outcome = "";

  @Override
  void ended(String how) {
    outcome = how;
  }
}
