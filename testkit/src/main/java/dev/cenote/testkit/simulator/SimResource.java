package dev.cenote.testkit.simulator;

import org.jspecify.annotations.Nullable;

/** A pretended connection, and everything that is known about it. */
final class SimResource {

  final int number;
  boolean alive = true;
  boolean dirty;

  /** The pool has been told that it is dead: lending it now is a violation. */
  boolean knownDead;

  /** Its open has returned: it exists. */
  boolean exists;

  /** Its close or abort has returned: it exists no more. */
  boolean ended;

  boolean lent;

  /** Who has it, or had it last, if the pool is told who that is. */
  @Nullable Object borrower;

  /** A check, a reset or a polite close is in it, and has not returned. */
  boolean inCall;

  /** A borrower has asked for it to be closed: lending it now is a violation. */
  boolean evicted;

  /** A borrower has taken it out of the pool and will close it. */
  boolean detached;

  /** Its open or a check was answered after its last lease. */
  boolean askedSinceLent;

  /** When it was opened, found alive, given back or reset, whatever was last. */
  long freeSince;

  /** How many times something had come free then, this time included. */
  long freeNumber;

  /** The head was a virtual thread then that had waited for so long that it was due to it. */
  boolean freeWasDue;

  long generation;
  long provenEra;
  int closes;
  int aborts;

  SimResource(int number) {
    this.number = number;
  }

  boolean isEnding() {
    return closes + aborts > 0;
  }

  @Override
  public String toString() {
    return "#"
        + number
        + (alive ? "" : " dead")
        + (dirty ? " dirty" : "")
        + (ended ? " ended" : "");
  }
}
