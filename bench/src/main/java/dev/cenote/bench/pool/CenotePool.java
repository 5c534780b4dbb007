package dev.cenote.bench.pool;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.LivenessCheck;
import dev.cenote.config.OnStart;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolConfig.LeakWatch;
import java.time.Duration;
import java.util.List;

/** This project. */
final class CenotePool implements PoolAdapter {

  private final boolean watching;

  /** With all that is on by default; or without whatever could cost a borrower anything. */
  CenotePool(boolean watching) {
    this.watching = watching;
  }

  @Override
  public String key() {
    return watching ? "cenote" : "cenote-off";
  }

  @Override
  public String title() {
    return watching ? "Cenote" : "Cenote, all off";
  }

  @Override
  public String setup() {
    return "`poolSize` = size, `maxOverflow` = 0; where few are kept open, `poolSize` is those and"
        + " `maxOverflow` the others; where none is, `prefill` = false and `onStart` ="
        + " START_ANYWAY.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(CenoteDataSource.class, Pool.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    int kept = settings.isEmpty() ? settings.size() : settings.kept();
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .url(target.url())
            .username(target.username())
            .password(target.password())
            .poolSize(kept)
            .maxOverflow(settings.size() - kept)
            .prefill(!settings.isEmpty())
            .onStart(settings.isEmpty() ? OnStart.START_ANYWAY : OnStart.FAIL_FAST)
            .acquireTimeout(PoolSettings.ACQUIRE_TIMEOUT);
    if (!watching) {
      builder
          .leakWatch(LeakWatch.OFF)
          .livenessCheck(LivenessCheck.OFF)
          .keepalive(Duration.ZERO)
          .maxLifetime(Duration.ZERO);
    }
    CenoteDataSource pool = builder.build();
    return new OpenPool(pool, pool::close);
  }
}
