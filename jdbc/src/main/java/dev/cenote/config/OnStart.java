package dev.cenote.config;

/** What the start of a pool waits for. */
public enum OnStart {
  /** One connection must open within connectTimeout, else the start fails with the cause. */
  FAIL_FAST,
  /** Nothing: the pool opens what it can as soon as it can. */
  START_ANYWAY,
  /** All of poolSize must be open within acquireTimeout, else the start fails with the cause. */
  WAIT_FILLED
}
