package dev.cenote.bench.crowd;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Target;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool that lends so often as it has connections, and then refuses everybody. */
final class Refusing implements PoolAdapter {

  @Override
  public String key() {
    return "refusing";
  }

  @Override
  public String title() {
    return "Refusing";
  }

  @Override
  public String setup() {
    return "none";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of();
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    AtomicInteger left = new AtomicInteger(settings.size());
    DataSource pool =
        (DataSource)
            Proxy.newProxyInstance(
                Refusing.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (left.getAndDecrement() <= 0) {
                    throw new SQLException("no more");
                  }
                  return DriverManager.getConnection(target.url());
                });
    return new OpenPool(pool, () -> {});
  }
}
