package dev.cenote.bench.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;

/** HikariCP. */
final class HikariPool implements PoolAdapter {

  @Override
  public String key() {
    return "hikari";
  }

  @Override
  public String title() {
    return "HikariCP";
  }

  @Override
  public String setup() {
    return "`maximumPoolSize` = `minimumIdle` = size (a fixed size, as it recommends); where none"
        + " is kept open, `minimumIdle` = 0 and `initializationFailTimeout` = -1.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(HikariDataSource.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(target.url());
    config.setUsername(target.username());
    config.setPassword(target.password());
    config.setMaximumPoolSize(settings.size());
    config.setMinimumIdle(settings.kept());
    config.setConnectionTimeout(PoolSettings.acquireMillis());
    if (settings.isEmpty()) {
      config.setInitializationFailTimeout(-1);
    }
    HikariDataSource pool = new HikariDataSource(config);
    return new OpenPool(pool, pool::close);
  }
}
