package dev.cenote.bench.pool;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.pool.DataSource;
import java.util.List;

/** Agroal, with its thread-local cache, which is its default, or without. */
final class AgroalPool implements PoolAdapter {

  private final boolean cached;

  AgroalPool(boolean cached) {
    this.cached = cached;
  }

  @Override
  public String key() {
    return cached ? "agroal-cache" : "agroal";
  }

  @Override
  public String title() {
    return cached ? "Agroal" : "Agroal without cache";
  }

  @Override
  public String setup() {
    return "`maxSize` = `minSize` = `initialSize` = size; no transaction manager, no validation; "
        + (cached
            ? "the cache of one connection for each thread that is its default."
            : "`ConnectionCache.none()`.");
  }

  @Override
  public List<Class<?>> parts() {
    return List.of(AgroalDataSource.class, DataSource.class);
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    AgroalConnectionFactoryConfigurationSupplier factory =
        new AgroalConnectionFactoryConfigurationSupplier()
            .jdbcUrl(target.url())
            .principal(new NamePrincipal(target.username()))
            .credential(new SimplePassword(target.password()));
    AgroalConnectionPoolConfigurationSupplier pool =
        new AgroalConnectionPoolConfigurationSupplier()
            .connectionFactoryConfiguration(factory)
            .maxSize(settings.size())
            .minSize(settings.kept())
            .initialSize(settings.kept())
            .acquisitionTimeout(PoolSettings.ACQUIRE_TIMEOUT);
    if (!cached) {
      pool = pool.connectionCache(ConnectionCache.none());
    }
    AgroalDataSource source =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
    return new OpenPool(source, source::close);
  }
}
