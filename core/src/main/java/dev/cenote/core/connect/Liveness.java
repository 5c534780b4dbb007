package dev.cenote.core.connect;

/** What a look at the near end of a resource tells, without asking its server. */
public enum Liveness {
  /** Nothing has come and nothing says that it has ended: alive, or gone without a word. */
  QUIET,
  /** Something has come that nobody asked for: only a check can tell. */
  UNCLEAR,
  /** The other end has closed it. */
  CLOSED
}
