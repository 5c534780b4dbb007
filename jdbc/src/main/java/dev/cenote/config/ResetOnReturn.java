package dev.cenote.config;

/** What becomes of a transaction that a borrower left open. */
public enum ResetOnReturn {
  /** It is rolled back. */
  ROLLBACK,
  /** It is committed. */
  COMMIT,
  /** No call is made; a connection known to be inside a transaction is closed, not lent again. */
  NONE
}
