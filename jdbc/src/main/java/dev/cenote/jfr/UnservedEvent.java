package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Timespan;

/** A caller got no connection. */
abstract class UnservedEvent extends PoolFlightEvent {

  @Label("Code")
  @Description("The code of the error, which has a page")
  String code = "";

  @Label("Cause")
  @Description("Why it got nothing, in a word")
  String cause = "";

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
