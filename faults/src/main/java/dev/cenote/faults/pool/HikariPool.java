package dev.cenote.faults.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

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
    return "`maximumPoolSize` = `minimumIdle` = size (a fixed size, as it recommends),"
        + " `connectionTimeout`, `validationTimeout`; all else at its default, so it checks by"
        + " `isValid` what was idle for 500 ms; the driver's timeouts in the URL, as its page on"
        + " recovery recommends.";
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(target.urlWithTimeouts());
    config.setUsername(target.username());
    config.setPassword(target.password());
    config.setMaximumPoolSize(settings.size());
    config.setMinimumIdle(settings.kept());
    config.setConnectionTimeout(PoolSettings.ACQUIRE_TIMEOUT.toMillis());
    config.setValidationTimeout(PoolSettings.CHECK_TIMEOUT.toMillis());
    if (!settings.filled()) {
      config.setInitializationFailTimeout(-1);
    }
    HikariDataSource pool = new HikariDataSource(config);
    return OpenPool.of(pool, pool, password -> pool.getHikariConfigMXBean().setPassword(password));
  }
}
