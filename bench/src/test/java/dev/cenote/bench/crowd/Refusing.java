package dev.cenote.bench.crowd;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Target;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool that lends so often as it has connections, and then refuses everybody. */
final class Refusing extends MadeByHand {

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
