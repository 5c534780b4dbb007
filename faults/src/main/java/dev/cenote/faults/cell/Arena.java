package dev.cenote.faults.cell;

import dev.cenote.faults.pool.OpenPool;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import java.sql.SQLException;

/**
 * Where an experiment meets one pool.
 *
 * @param adapter whose pool
 */
public record Arena(PoolAdapter adapter) {

  /** Starts a pool; all its connections are open if the settings say so. */
  public OpenPool open(Target target, PoolSettings settings) throws SQLException {
    return adapter.open(target, settings);
  }
}
