package dev.cenote.bench.pool;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.mchange.v2.log.MLog;
import java.util.List;

/** c3p0. */
final class C3p0Pool implements PoolAdapter {

  @Override
  public String key() {
    return "c3p0";
  }

  @Override
  public String title() {
    return "c3p0";
  }

  @Override
  public String setup() {
    return "`maxPoolSize` = `minPoolSize` = `initialPoolSize` = size; by default it tests nothing.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(ComboPooledDataSource.class, MLog.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setDriverClass(target.driver());
    pool.setJdbcUrl(target.url());
    pool.setUser(target.username());
    pool.setPassword(target.password());
    pool.setMaxPoolSize(settings.size());
    pool.setMinPoolSize(settings.kept());
    pool.setInitialPoolSize(settings.kept());
    pool.setCheckoutTimeout(PoolSettings.acquireMillis());
    return new OpenPool(pool, pool::close);
  }
}
