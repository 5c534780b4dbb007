package dev.cenote.bench.pool;

import java.util.List;
import org.apache.juli.logging.Log;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

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
    PoolProperties properties = new PoolProperties();
    properties.setUrl(target.url());
    properties.setDriverClassName(target.driver());
    properties.setUsername(target.username());
    properties.setPassword(target.password());
    properties.setMaxActive(settings.size());
    properties.setMaxIdle(settings.size());
    properties.setMinIdle(settings.kept());
    properties.setInitialSize(settings.kept());
    properties.setMaxWait(PoolSettings.acquireMillis());
    DataSource pool = new DataSource(properties);
    Object unused = pool.createPool();
    return new OpenPool(pool, () -> pool.close(true));
  }
}
