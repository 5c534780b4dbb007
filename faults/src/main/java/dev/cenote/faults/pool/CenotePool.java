package dev.cenote.faults.pool;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;

/** This project. */
final class CenotePool implements PoolAdapter {

  @Override
  public String key() {
    return "cenote";
  }

  @Override
  public String title() {
    return "Cenote";
  }

  @Override
  public String setup() {
    return "`poolSize` = size, `maxOverflow` = 0, `prefill`; the timeouts above, all else at its"
        + " default; the plain URL: Cenote brings the driver's timeouts itself.";
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(target.url())
            .username(target.username())
            .password(target.password())
            .poolSize(settings.size())
            .maxOverflow(0)
            .prefill(settings.filled())
            .onStart(settings.filled() ? OnStart.FAIL_FAST : OnStart.START_ANYWAY)
            .acquireTimeout(PoolSettings.ACQUIRE_TIMEOUT)
            .connectTimeout(PoolSettings.CONNECT_TIMEOUT)
            .checkTimeout(PoolSettings.CHECK_TIMEOUT)
            .resetTimeout(PoolSettings.CLEANUP_TIMEOUT)
            .closeTimeout(PoolSettings.CLEANUP_TIMEOUT)
            .shutdownTimeout(PoolSettings.SHUTDOWN_TIMEOUT)
            .build();
    return OpenPool.of(
        pool, pool, password -> pool.reconfigure(change -> change.password(password)));
  }
}
