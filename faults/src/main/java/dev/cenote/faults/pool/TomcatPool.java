package dev.cenote.faults.pool;

import java.sql.Connection;
import java.sql.SQLException;
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
    return "`maxActive` = `maxIdle` = `minIdle` = `initialSize` = size, `maxWait`, `testOnBorrow`"
        + " by `isValid` with its timeout and the default `validationInterval` (3 s),"
        + " `testWhileIdle`, `propagateInterruptState`, `rollbackOnReturn`, the interceptors"
        + " ConnectionState and StatementFinalizer with defaults for auto-commit, read-only"
        + " and isolation (with `defaultAutoCommit` = true, which is JDBC's, it does not"
        + " roll back on return); the driver's timeouts in the URL.";
  }

  @Override
  @SuppressWarnings("resource") // the caller ends it
  public OpenPool open(Target target, PoolSettings settings) throws SQLException {
    PoolProperties properties = new PoolProperties();
    properties.setUrl(target.urlWithTimeouts());
    properties.setUsername(target.username());
    properties.setPassword(target.password());
    properties.setMaxActive(settings.size());
    properties.setMaxIdle(settings.size());
    properties.setMinIdle(settings.kept());
    properties.setInitialSize(settings.kept());
    properties.setMaxWait((int) PoolSettings.ACQUIRE_TIMEOUT.toMillis());
    properties.setTestOnBorrow(true);
    properties.setTestWhileIdle(true);
    properties.setValidationQueryTimeout((int) PoolSettings.CHECK_TIMEOUT.toSeconds());
    properties.setRollbackOnReturn(true);
    properties.setDefaultAutoCommit(true);
    properties.setDefaultReadOnly(false);
    properties.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    properties.setJdbcInterceptors("ConnectionState;StatementFinalizer");
    properties.setPropagateInterruptState(true);
    properties.setJmxEnabled(false);
    DataSource pool = new DataSource(properties);
    if (settings.filled()) {
      Object unused = pool.createPool();
    }
    return new OpenPool(pool, () -> pool.close(true), pool::setPassword);
  }
}
