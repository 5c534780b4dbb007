package dev.cenote.report;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.PoolErrors;
import org.jspecify.annotations.Nullable;

/**
 * As soon as callers have to wait has a report rehearsed on the pool's own thread: those who wait
 * may need one at their deadlines.
 */
public final class Rehearsal implements PoolListener {

  private final PoolErrors errors;
  private volatile @Nullable Reporter reporter;

  /** Of nobody yet. */
  public Rehearsal(PoolErrors errors) {
    this.errors = errors;
  }

  /** By this reporter. */
  public void by(Reporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void on(PoolEvent event) {
    Reporter rehearsing = reporter;
    if (event instanceof PoolEvent.Saturated && rehearsing != null) {
      rehearsing.rehearse(errors);
    }
  }
}
