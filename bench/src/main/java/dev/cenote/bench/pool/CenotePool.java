package dev.cenote.bench.pool;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;
import dev.cenote.core.Pool;
import java.util.List;

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
    return "`poolSize` = size, `maxOverflow` = 0; where none is kept open, `prefill` = false and"
        + " `onStart` = START_ANYWAY.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(CenoteDataSource.class, Pool.class);
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
            .build();
    return new OpenPool(pool, pool::close);
  }
}
