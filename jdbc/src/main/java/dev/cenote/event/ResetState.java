package dev.cenote.event;

/**
 * What is about to be reset.
 *
 * @param transactionWasReset whether no transaction is open any more: its borrower has ended the
 *     last one, or was in auto-commit
 * @param detached whether the connection has left the pool and is closed next, not lent again
 */
public record ResetState(boolean transactionWasReset, boolean detached) {}
