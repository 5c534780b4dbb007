package dev.cenote;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.Secrets;

/** Tells a listener of the application what happened, without secrets that a driver let out. */
record SafeListener(PoolListener listener, Secrets secrets) implements PoolListener {

  @Override
  public void on(PoolEvent event) {
    if (event instanceof PoolEvent.OpenFailed failed) {
      listener.on(
          new PoolEvent.OpenFailed(
              secrets.safe(failed.failure()),
              failed.kind(),
              failed.consecutive(),
              failed.nextAttemptNanos(),
              failed.open()));
    } else if (event instanceof PoolEvent.Retired retired) {
      Throwable cause = secrets.safeOrNull(retired.cause());
      listener.on(
          new PoolEvent.Retired(
              retired.slot(),
              retired.reason(),
              cause,
              retired.ageNanos(),
              retired.quietNanos(),
              retired.doubted()));
    } else {
      listener.on(event);
    }
  }
}
