package dev.cenote.core;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened since the start, in numbers. Plain fields are guarded by the control lock. Leases
 * are not counted here but in the slots, each by its owner.
 */
final class Ledger {

  final LongAdder timedOut = new LongAdder();
  final LongAdder timedOutInCrowd = new LongAdder();

  /** Leases reported as perhaps lost, each once. */
  final LongAdder leaksSuspected = new LongAdder();

  /** Connections open or being closed. */
  int open;

  /** Those of them that are being closed. */
  int closing;

  /** Attempts to open under way, given-up ones apart. */
  int opening;

  /** Driver calls past their deadline that have not returned. */
  int givenUp;

  /** Connections that left with their borrowers and keep their permits until they are closed. */
  int detached;

  /** Connections that left with their borrowers and without a permit, and are not closed. */
  int released;

  /** Aborts of connections without a slot that no thread has yet. */
  final Set<StrayCall<?>> strays = new LinkedHashSet<>();

  /** Checks under way on behalf of waiters. */
  int checksForWaiters;

  /** Checks under way on behalf of waiters that have had no answer for long. */
  int checksSlow;

  /** Checks under way on behalf of chores. */
  int checksForChores;

  /** Opens under way that are to replace ageing connections. */
  int replacements;

  /** Replacements that have come and for which nothing has gone yet. */
  int replacementsArrived;

  /** Acquires that were failed before their deadline. */
  long refused;

  long created;

  /** When the newest connection was opened, and how long that took; none if none was created. */
  long lastOpenedAt;

  long lastOpenTook;

  /** When a connection last went or left with its lease; before the first, when the pool began. */
  long lastHeldToTheEnd;

  final Tally<RetireReason> retired = new Tally<>(RetireReason.class);
  final Tally<AcquireFailure> refusedFor = new Tally<>(AcquireFailure.class);
  final Tally<OpenFailure> failedOpens = new Tally<>(OpenFailure.class);
}
