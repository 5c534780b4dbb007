package dev.cenote.config;

/** Whether the pool gives drivers sockets that can be looked at, where it can. */
public enum LivenessCheck {
  /** To drivers that take a socket factory, unless the user has set one or nothing would look. */
  AUTO,
  /** Never: the driver's own sockets, and the bypass window of 500 ms. */
  OFF
}
