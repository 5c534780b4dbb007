package dev.cenote.report;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.PoolErrors;
import org.jspecify.annotations.Nullable;

/** Remembers why no connection can be opened, for as long as none can. */
public final class OpenTrouble implements PoolListener {

  private volatile @Nullable ErrorCode current;

  /** None is known of. */
  public OpenTrouble() {}

  @Override
  public void on(PoolEvent event) {
    if (event instanceof PoolEvent.OpenFailed failed) {
      current = PoolErrors.codeOf(OpenFailure.valueOf(failed.kind()));
    } else if (event instanceof PoolEvent.Recovered || event instanceof PoolEvent.Opened) {
      current = null;
    }
  }

  /** Why none could be opened last; null if one could, or none was tried. */
  public @Nullable ErrorCode current() {
    return current;
  }
}
