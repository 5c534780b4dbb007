package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.cenote.Timeout")
@Label("Timeout")
@Description("A caller got no connection until its deadline")
@StackTrace(true)
final class TimeoutEvent extends UnservedEvent {
  /** Tells whether a recording wants such events, without making one. */
  static final TimeoutEvent PROBE = new TimeoutEvent();
}
