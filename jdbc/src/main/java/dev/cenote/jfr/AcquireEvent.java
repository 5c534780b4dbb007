package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

@Name("dev.cenote.Acquire")
@Label("Acquire")
@Description("A caller asked for a connection; the duration is how long it took")
@Threshold("10 ms")
final class AcquireEvent extends SpanEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final AcquireEvent PROBE = new AcquireEvent();

  @Label("Outcome")
  @Description("lent, or the code of the failure")
  String outcome = "";

  @Override
  void ended(String how) {
    outcome = how;
  }
}
