package dev.cenote.error;

import java.util.Locale;

/**
 * Every situation that a message of the pool can be about. Each has a page, {@code
 * docs/errors/CENOTE-nnn.md}, with its causes, how to tell them apart, and what to do.
 *
 * <p>1xx waiting, 2xx opening, 3xx connections that died, 4xx time and leaks, 5xx reset, 6xx
 * configuration, 7xx lifecycle.
 */
public enum ErrorCode {
  /** Every permitted connection stayed borrowed until the deadline of an acquire. */
  ALL_BORROWED(
      101,
      "all connections stayed borrowed",
      "Shorten what holds them; raise poolSize or maxOverflow only if the database can bear more"),
  /** All connections are held by threads that wait for another one, the caller among them. */
  DEADLOCK(
      102,
      "threads that hold a connection wait for each other",
      "Let nested code use the connection of its caller, or raise the maximum to what is said here"),
  /** The queue of waiting callers is at its limit. */
  QUEUE_FULL(
      103,
      "the wait queue is full",
      "Shed or slow the load in front of the pool, or raise maxWaiters"),
  /** The calling thread was interrupted while it waited. */
  INTERRUPTED(
      104,
      "interrupted while waiting",
      "Whoever interrupts this thread wants it to stop; its interrupt flag is still set"),
  /** Somebody has paused the pool and not let it go on in time. */
  PAUSED(
      105,
      "the pool is paused",
      "Whoever called pause() or drain() must call resume(); callers that wait keep their places"),
  /** The one connection of a pool of kind SOLE is borrowed. */
  SOLE_BORROWED(
      106,
      "a second borrower of a SOLE pool",
      "Close the first connection before, or use kind QUEUE if two are needed at once"),
  /** A customizer refused every connection that was tried. */
  REFUSED_AT_CHECKOUT(
      107,
      "every connection that was tried was refused at its checkout",
      "See the cause: a customizer threw it in onCheckout"),

  /** A thread that has a connection had to wait for another one. */
  NESTED_ACQUIRE(
      108,
      "a thread that holds a connection waits for another",
      "Let nested code use the connection of its caller: enough such threads block each other"),

  /** Nobody answers at the database's address. */
  UNREACHABLE(
      201,
      "the database cannot be reached",
      "Check that it runs, its host and port, and what lies between"),
  /** After failures a connection could be opened again. */
  RECOVERED(202, "the database is back", "Nothing to do"),
  /** An attempt to connect had no answer in time. */
  NO_ANSWER(
      203,
      "connecting gets no answer",
      "Check firewalls and the load of the server; raise connectTimeout only if logins are slow"),
  /** The server refuses this user, password or database. */
  LOGIN_REFUSED(
      204,
      "the login is refused",
      "Correct username, password or database; until then callers fail at once"),
  /** The server has no room for another connection. */
  SERVER_FULL(
      205,
      "the server is full",
      "Compare instances times maximum size with the server's limit of connections"),
  /** An attempt to open failed for another reason: a setting, a statement, the driver. */
  CANNOT_OPEN(
      206,
      "a connection cannot be opened",
      "Read the driver's message; often a URL parameter or initSql is wrong"),
  /** The database is known to be down, and callers are to fail at once. */
  KNOWN_DOWN(
      207,
      "the database is down and callers fail fast",
      "Check that it runs and can be reached; with onOutage=WAIT callers wait for its return"),

  /** Connections are on their way, but too slowly for those who wait. */
  OPENING_SLOWLY(
      208,
      "connections are opened too slowly",
      "Keep more connections open with poolSize; find out why a login takes so long"),

  /** An idle connection was found dead by its check. */
  FOUND_DEAD(
      301,
      "an idle connection was dead",
      "If it recurs, something between closes idle connections: set keepalive below its limit"),
  /** A connection did not answer its check in time. */
  CHECK_UNANSWERED(
      302,
      "a check got no answer",
      "The network may swallow packets or the server may hang: look at what lies between"),
  /** A connection leads to a server that takes no writes, and the pool is for writing. */
  ROLE_CHANGED(
      303,
      "its server has another role now",
      "Retry the work if it is safe to; older connections are rechecked and replaced as they lead to"
          + " the old server too"),
  /** An error proved a connection dead while it was borrowed. */
  BROKE_IN_USE(
      304,
      "a borrowed connection broke",
      "Retry the work if it is safe to; older connections are rechecked before use"),
  /** Closing a connection did not return in time. */
  CLOSE_UNANSWERED(
      305,
      "closing a connection hangs",
      "The pool goes on without it; its socket ends when the driver or the system gives up"),
  /** The driver failed in beginRequest. */
  REQUEST_NOT_BEGUN(
      306,
      "a request could not be begun",
      "The connection was closed; retry, or turn requestBoundaries off if this driver cannot"),

  /** The pool's timers were late by more than a second. */
  STALLED(
      401,
      "the pool's timers ran late",
      "Whatever waited in that time waited longer than it was told to; look at the machine"),
  /** A connection that was held for long came back. */
  HELD_LONG_RETURNED(
      402, "a long held connection came back", "Nothing has leaked; shorten what took so long"),
  /** The thread that borrowed a connection has ended without giving it back. */
  BORROWER_ENDED(
      403,
      "a connection's borrower has ended",
      "Close every connection in try (...); leakWatch=STACK tells where it was borrowed"),
  /** A connection is held for longer than {@code leakThreshold}. */
  HELD_LONG(
      404,
      "a connection is held for long",
      "See what its thread does; raise leakThreshold if that is to take so long"),
  /** Nobody could use a borrowed connection any more, and it was taken back. */
  RECLAIMED(
      405,
      "an abandoned connection was taken back",
      "Close every connection in try (...): this one was aborted, and its transaction is lost"),

  /** What a borrower left could not be undone. */
  RESET_FAILED(
      501,
      "a connection could not be reset",
      "The connection was closed, nothing leaks to the next borrower; see the driver's message"),
  /** Undoing what a borrower left did not return in time. */
  RESET_UNANSWERED(
      502,
      "a reset got no answer",
      "The connection was aborted; check the network, or raise resetTimeout for slow rollbacks"),

  /** Settings are wrong, alone or together. */
  WRONG_SETTINGS(601, "settings are wrong", "Correct what is listed"),
  /** A setting of that name does not exist. */
  UNKNOWN_SETTING(602, "a setting is unknown", "docs/configuration.md lists every setting"),
  /** The URL has a form that the pool does not know. */
  UNKNOWN_URL(603, "the URL is not understood", "Use a jdbc: URL or one of the short forms"),
  /** No driver takes the URL, or the driver's class cannot be loaded. */
  NO_DRIVER(604, "there is no driver for the URL", "Add the database's JDBC driver"),
  /** This in-memory database would be another, empty one for each connection. */
  PRIVATE_MEMORY(
      605,
      "each connection would see its own empty database",
      "Name the in-memory database, or use a file"),
  /** getConnection(user, password) with other credentials than the pool's. */
  OTHER_CREDENTIALS(
      606,
      "a pool has one user",
      "Call getConnection() without arguments, or build a pool for each user"),
  /** A setting was changed after the start. */
  ALREADY_STARTED(
      607,
      "the pool has started",
      "Set everything before the first getConnection(), or change it by reconfigure"),
  /** A setting that a running pool cannot change. */
  NOT_LIVE(
      608,
      "a running pool cannot change this setting",
      "Leave it as it is; recreate() makes a pool that may have another"),
  /** The pool may open more connections than the server permits. */
  MORE_THAN_PERMITTED(
      609,
      "the pool may want more connections than its server permits",
      "Lower them, or raise the server's limit: other instances and applications need a part of it"),

  /** The pool is closed. */
  CLOSED(701, "the pool is closed", "Close the pool after everything that uses it"),
  /** Connections were still borrowed when the pool was closed. */
  CLOSED_WHILE_BORROWED(
      702,
      "the pool was closed under borrowers",
      "Stop what uses it first, or raise shutdownTimeout"),
  /** The pool could not be filled in time at its start. */
  NOT_FILLED(
      703,
      "the pool was not filled in time",
      "Check what the server allows, raise acquireTimeout, or use onStart=FAIL_FAST"),
  /** Another thread's start of the pool did not end in time. */
  STILL_STARTING(
      704, "the pool is still starting", "Call start() before the first load, or wait longer"),
  /** The pool is not to be seen in JMX, though it was to be. */
  NOT_IN_JMX(
      705,
      "the pool could not be registered in JMX",
      "The pool works all the same; see the cause, or set jmx=false");

  private final int number;
  private final String title;
  private final String remedy;

  ErrorCode(int number, String title, String remedy) {
    this.number = number;
    this.title = title;
    this.remedy = remedy;
  }

  /** What messages show: {@code CENOTE-101}. */
  public String id() {
    return String.format(Locale.ROOT, "CENOTE-%03d", number);
  }

  /** What it is about, in a few words. */
  public String title() {
    return title;
  }

  /** What to do, in one sentence without its full stop. */
  public String remedy() {
    return remedy;
  }

  /** One line for a log or an exception: who, what, what to do, code. */
  public String line(String pool, String what) {
    String sentence = what.endsWith(".") ? what : what + ".";
    return pool + ": " + sentence + " " + remedy + ". [" + id() + "]";
  }
}
