package dev.cenote.faults.pool;

import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;

/** Apache Commons DBCP 2. */
final class DbcpPool implements PoolAdapter {

  @Override
  public String key() {
    return "dbcp2";
  }

  @Override
  public String title() {
    return "DBCP2";
  }

  @Override
  public String setup() {
    return "`maxTotal` = `maxIdle` = `minIdle` = `initialSize` = size, `maxWait`, `testOnBorrow`"
        + " by `isValid` with its timeout, `fastFailValidation`, the evictor every 30 s, and"
        + " defaults given for auto-commit and read-only so that they are put back (not for"
        + " isolation: it would set that anew at each borrow, unchecked, a round trip more); the"
        + " driver's timeouts in the URL.";
  }

  @Override
  @SuppressWarnings("resource") // the caller ends it
  public OpenPool open(Target target, PoolSettings settings) throws SQLException {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(target.urlWithTimeouts());
    pool.setUsername(target.username());
    pool.setPassword(target.password());
    pool.setMaxTotal(settings.size());
    pool.setMaxIdle(settings.size());
    pool.setMinIdle(settings.kept());
    pool.setInitialSize(settings.kept());
    pool.setMaxWait(PoolSettings.ACQUIRE_TIMEOUT);
    pool.setTestOnBorrow(true);
    pool.setValidationQueryTimeout(PoolSettings.CHECK_TIMEOUT);
    pool.setFastFailValidation(true);
    pool.setDurationBetweenEvictionRuns(Duration.ofSeconds(30));
    pool.setDefaultAutoCommit(true);
    pool.setDefaultReadOnly(false);
    pool.start();
    return OpenPool.of(
        pool,
        pool,
        password -> {
          pool.setPassword(password);
          pool.restart(); // it takes no setting while it runs
        });
  }
}
