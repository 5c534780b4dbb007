package dev.cenote.bench.pool;

import java.util.List;
import org.apache.juli.logging.Log;
import org.apache.tomcat.jdbc.pool.DataSource;

/** Tomcat's JDBC pool. */
final class TomcatPool implements PoolAdapter {

  @Override
  public String key() {
    return "tomcat";
  }

  @Override
  public String title() {
    return "Tomcat JDBC";
  }

  @Override
  public String setup() {
    return "`maxActive` = `maxIdle` = `minIdle` = `initialSize` = size; by default it tests"
        + " nothing, resets nothing and closes no statement on return.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(DataSource.class, Log.class);
  }

  @Override
  @SuppressWarnings("resource") // the caller ends it
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    DataSource pool = new DataSource();
    pool.setUrl(target.url());
    pool.setDriverClassName(target.driver());
    pool.setUsername(target.username());
    pool.setPassword(target.password());
    pool.setMaxActive(settings.size());
    pool.setMaxIdle(settings.size());
    pool.setMinIdle(settings.kept());
    pool.setInitialSize(settings.kept());
    pool.setMaxWait(PoolSettings.acquireMillis());
    Object unused = pool.createPool();
    return new OpenPool(pool, () -> pool.close(true));
  }
}
