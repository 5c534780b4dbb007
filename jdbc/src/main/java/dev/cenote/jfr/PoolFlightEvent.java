package dev.cenote.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events have. None holds anything of the URL, the user or the password. */
@Category("Cenote")
@StackTrace(false)
abstract class PoolFlightEvent extends Event {

  @Label("Pool")
  String pool = "";
}
