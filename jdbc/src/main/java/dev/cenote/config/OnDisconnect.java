package dev.cenote.config;

/** What an error that proves a connection dead, or its server in another role, does to others. */
public enum OnDisconnect {
  /** Everything opened before it is checked before it is lent again. */
  SUSPECT,
  /** Everything opened before it is closed. */
  INVALIDATE
}
