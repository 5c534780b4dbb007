package dev.cenote.bench.pool;

import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.pool2.ObjectPool;

/** Apache Commons DBCP 2, with the test of each borrow that is its default, or without. */
final class DbcpPool implements PoolAdapter {

  private final boolean tested;

  DbcpPool(boolean tested) {
    this.tested = tested;
  }

  @Override
  public String key() {
    return tested ? "dbcp2" : "dbcp2-untested";
  }

  @Override
  public String title() {
    return tested ? "DBCP2" : "DBCP2 without test";
  }

  @Override
  public String setup() {
    return "`maxTotal` = `maxIdle` = `minIdle` = `initialSize` = size; "
        + (tested ? "`testOnBorrow` by `isValid`, as is its default." : "`testOnBorrow` = false.");
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(BasicDataSource.class, ObjectPool.class, LogFactory.class);
  }

  @Override
  @SuppressWarnings("resource") // the caller ends it
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(target.url());
    pool.setUsername(target.username());
    pool.setPassword(target.password());
    pool.setMaxTotal(settings.size());
    pool.setMaxIdle(settings.size());
    pool.setMinIdle(settings.kept());
    pool.setInitialSize(settings.kept());
    pool.setMaxWait(PoolSettings.ACQUIRE_TIMEOUT);
    pool.setTestOnBorrow(tested);
    pool.start();
    return new OpenPool(pool, pool::close);
  }
}
