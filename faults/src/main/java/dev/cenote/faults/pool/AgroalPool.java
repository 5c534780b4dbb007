package dev.cenote.faults.pool;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.MySQLExceptionSorter;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Agroal. */
final class AgroalPool implements PoolAdapter {

  @Override
  public String key() {
    return "agroal";
  }

  @Override
  public String title() {
    return "Agroal";
  }

  @Override
  public String setup() {
    return "`maxSize` = `minSize` = `initialSize` = size, `acquisitionTimeout`, `loginTimeout`,"
        + " `validateOnBorrow` with the default validator and its timeout, background validation"
        + " every 2 min, the exception sorter of the database, isolation READ_COMMITTED; no"
        + " transaction manager; the driver's timeouts in the URL.";
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) throws SQLException {
    LivePassword password = new LivePassword(target.password());
    AgroalConnectionFactoryConfigurationSupplier factory =
        new AgroalConnectionFactoryConfigurationSupplier()
            .jdbcUrl(target.urlWithTimeouts())
            .principal(new NamePrincipal(target.username()))
            .credential(password)
            .addSecurityProvider(LivePassword::properties)
            .jdbcTransactionIsolation(TransactionIsolation.READ_COMMITTED)
            .loginTimeout(PoolSettings.CONNECT_TIMEOUT);
    AgroalConnectionPoolConfigurationSupplier pool =
        new AgroalConnectionPoolConfigurationSupplier()
            .connectionFactoryConfiguration(factory)
            .maxSize(settings.size())
            .minSize(settings.kept())
            .initialSize(settings.kept())
            .acquisitionTimeout(PoolSettings.ACQUIRE_TIMEOUT)
            .validateOnBorrow(true)
            .validationTimeout(Duration.ofMinutes(2))
            .connectionValidator(
                ConnectionValidator.defaultValidatorWithTimeout(
                    (int) PoolSettings.CHECK_TIMEOUT.toSeconds()))
            .exceptionSorter(sorterFor(target));
    AgroalDataSource source =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
    return OpenPool.of(source, source, password::set);
  }

  /** Read anew at each login, by way of the provider, which is how Agroal takes what changes. */
  private static final class LivePassword {
    private volatile String password;

    LivePassword(String password) {
      this.password = password;
    }

    void set(String changed) {
      password = changed;
    }

    static @Nullable Properties properties(Object credential) {
      if (!(credential instanceof LivePassword live)) {
        return null; // another provider's
      }
      Properties properties = new Properties();
      properties.setProperty("password", live.password);
      return properties;
    }
  }

  private static ExceptionSorter sorterFor(Target target) {
    return target.kind() == Target.Kind.MARIADB
        ? new MySQLExceptionSorter()
        : new PostgreSQLExceptionSorter();
  }
}
