package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.cenote.Refused")
@Label("Refused")
@Description("A caller was refused before its deadline, or would not wait")
@StackTrace(true)
final class RefusedEvent extends UnservedEvent {
  /** Tells whether a recording wants such events, without making one. */
  static final RefusedEvent PROBE = new RefusedEvent();
}
