package dev.cenote.bench.pool;

import java.util.List;
import org.stone.beecp.BeeDataSource;
import org.stone.beecp.BeeDataSourceConfig;

/** BeeCP. */
final class BeePool implements PoolAdapter {

  @Override
  public String key() {
    return "beecp";
  }

  @Override
  public String title() {
    return "BeeCP";
  }

  @Override
  public String setup() {
    return "`maxActive` = `initialSize` = size; the thread-local cache that is its default, not"
        + " fair, as is its default.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(BeeDataSource.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    BeeDataSourceConfig config = new BeeDataSourceConfig();
    config.setJdbcUrl(target.url());
    config.setUsername(target.username());
    config.setPassword(target.password());
    config.setMaxActive(settings.size());
    config.setInitialSize(settings.kept());
    config.setMaxWait(PoolSettings.acquireMillis());
    BeeDataSource pool = new BeeDataSource(config);
    return new OpenPool(pool, pool::close);
  }
}
