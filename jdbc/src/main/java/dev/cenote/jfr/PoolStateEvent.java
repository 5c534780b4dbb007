package dev.cenote.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.Timespan;

@Name("dev.cenote.PoolState")
@Label("Pool State")
@Description("The pool's numbers, every now and then")
@Period("10 s")
final class PoolStateEvent extends PoolFlightEvent {

  @Label("Borrowed")
  int borrowed;

  @Label("Idle")
  int idle;

  @Label("Opening")
  int opening;

  @Label("Open")
  int open;

  @Label("Permitted")
  int permitted;

  @Label("Kept")
  int kept;

  @Label("Waiting")
  int waiting;

  @Label("Longest Wait")
  @Timespan
  long longestWait;

  @Label("Given Up")
  @Description("Driver calls past their deadline that have not returned")
  int givenUp;

  @Label("Paused")
  boolean paused;

  @Label("Acquired")
  @Description("Leases since the start")
  long acquired;

  @Label("Timed Out")
  @Description("Acquires that got nothing until their deadline, since the start")
  long timedOut;
}
