package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("dev.cenote.Timeout")
@Label("Timeout")
@Description("A caller got no connection until its deadline")
@StackTrace(true)
final class TimeoutEvent extends PoolFlightEvent {

  @Label("Code")
  @Description("The code of the error, which has a page")
  String code = "";

  @Label("Waited")
  @Timespan
  long waited;

  @Label("Borrowed")
  int borrowed;

  @Label("Permitted")
  int permitted;

  @Label("Idle")
  int idle;

  @Label("Opening")
  int opening;

  @Label("Others Waiting")
  int waiting;
}
