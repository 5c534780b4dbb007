package dev.cenote.bench.pool;

import java.util.List;
import org.vibur.dbcp.ViburDBCPDataSource;
import org.vibur.objectpool.PoolService;

/** Vibur DBCP. */
final class ViburPool implements PoolAdapter {

  @Override
  public String key() {
    return "vibur";
  }

  @Override
  public String title() {
    return "Vibur";
  }

  @Override
  public String setup() {
    return "`poolMaxSize` = `poolInitialSize` = size; fair, as is its default; no cache of"
        + " statements.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(ViburDBCPDataSource.class, PoolService.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    ViburDBCPDataSource pool = new ViburDBCPDataSource();
    pool.setJdbcUrl(target.url());
    pool.setUsername(target.username());
    pool.setPassword(target.password());
    pool.setPoolMaxSize(settings.size());
    pool.setPoolInitialSize(settings.kept());
    pool.setConnectionTimeoutInMs(PoolSettings.acquireMillis());
    pool.start();
    return new OpenPool(pool, pool::terminate);
  }
}
