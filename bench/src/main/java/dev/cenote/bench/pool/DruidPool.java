package dev.cenote.bench.pool;

import com.alibaba.druid.pool.DruidDataSource;
import java.util.List;

/** Alibaba's Druid. */
final class DruidPool implements PoolAdapter {

  @Override
  public String key() {
    return "druid";
  }

  @Override
  public String title() {
    return "Druid";
  }

  @Override
  public String setup() {
    return "`maxActive` = `minIdle` = `initialSize` = size, `validationQuery` for the"
        + " `testWhileIdle` that is its default; an acquire timeout makes its lock fair, as is its"
        + " default; no filters.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(DruidDataSource.class);
  }

  @Override
  @SuppressWarnings("resource") // the caller ends it
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    DruidDataSource pool = new DruidDataSource();
    pool.setUrl(target.url());
    pool.setDriverClassName(target.driver());
    pool.setUsername(target.username());
    pool.setPassword(target.password());
    pool.setMaxActive(settings.size());
    pool.setMinIdle(settings.kept());
    pool.setInitialSize(settings.kept());
    pool.setMaxWait(PoolSettings.acquireMillis());
    pool.setValidationQuery("SELECT 1");
    pool.init();
    return new OpenPool(pool, pool::close);
  }
}
