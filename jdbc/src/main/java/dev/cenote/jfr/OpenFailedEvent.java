package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

@Name("dev.cenote.OpenFailed")
@Label("Open Failed")
@Description("An attempt to open a connection failed; the driver's words are in the log")
final class OpenFailedEvent extends PoolFlightEvent {

  /** Tells whether a recording wants such events, without making one. */
  static final OpenFailedEvent PROBE = new OpenFailedEvent();

  @Label("Place")
  @Description("The database as messages name it")
  String place = "";

  @Label("Kind")
  @Description("What the failure means to the pool")
  String kind = "";

  @Label("Failure")
  @Description("The class of what the driver threw; its text may hold secrets")
  String failure = "";

  @Label("Consecutive")
  @Description("Failures since the last success")
  int consecutive;

  @Label("Next Attempt")
  @Description("How long the pool rests before it")
  @Timespan
  long nextAttempt;

  @Label("Open")
  @Description("Connections that are open")
  int open;
}
