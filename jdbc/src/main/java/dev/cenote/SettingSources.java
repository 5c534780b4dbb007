package dev.cenote;

import dev.cenote.config.SettingValues;
import java.util.Map;
import java.util.Properties;

/** Where a builder's settings may come from besides its own methods: from text, all at once. */
public abstract sealed class SettingSources permits CenoteDataSourceBuilder {

  private final SettingValues values;

  SettingSources(SettingValues values) {
    this.values = values;
  }

  abstract CenoteDataSourceBuilder self();

  /** Sets everything that the properties have, by the names of docs/configuration.md, from text. */
  public CenoteDataSourceBuilder settings(Properties settings) {
    return settings(settings, "");
  }

  /**
   * Sets everything that a map or properties have under a prefix, such as {@code cenote.}, from
   * text. Keys without the prefix are left alone; a wrong one with it is reported by {@link
   * CenoteDataSourceBuilder#build()}. What is set later wins, whatever its source.
   */
  public CenoteDataSourceBuilder settings(Map<?, ?> settings, String prefix) {
    values.putAll(settings, prefix);
    return self();
  }

  /**
   * Sets everything that the environment variables of this process have under a prefix: with {@code
   * CENOTE_} the variable {@code CENOTE_POOL_SIZE} sets poolSize. Reads the files that variables
   * ending in {@code _FILE} name. What is set later wins, whatever its source.
   *
   * @throws IllegalArgumentException if the prefix does not end with an underscore
   */
  public CenoteDataSourceBuilder environment(String prefix) {
    return environment(System.getenv(), prefix);
  }

  /** As {@link #environment(String)}, from variables of another origin. */
  public CenoteDataSourceBuilder environment(Map<String, String> environment, String prefix) {
    values.putEnvironment(environment, prefix);
    return self();
  }

  /**
   * Sets everything that a map has in SQLAlchemy's names: {@code pool_size}, {@code max_overflow}
   * and so on, with the prefix {@code sqlalchemy.} or without. What each means stands in
   * docs/guide/coming-from-sqlalchemy.md; what became of them in the log.
   */
  public CenoteDataSourceBuilder sqlalchemy(Map<?, ?> settings) {
    values.putSqlalchemy(settings, null);
    return self();
  }

  /** As {@link #sqlalchemy(Map)}, of the keys with this prefix. */
  public CenoteDataSourceBuilder sqlalchemy(Map<?, ?> settings, String prefix) {
    values.putSqlalchemy(settings, prefix);
    return self();
  }

  /**
   * Sets everything that a map or properties have in HikariCP's names: {@code maximumPoolSize},
   * {@code dataSource.user} and so on, as in a {@code hikari.properties} file. What each means
   * stands in docs/guide/coming-from-hikaricp.md; what became of them in the log.
   */
  public CenoteDataSourceBuilder hikari(Map<?, ?> settings) {
    return hikari(settings, "");
  }

  /** As {@link #hikari(Map)}, of the keys with this prefix. */
  public CenoteDataSourceBuilder hikari(Map<?, ?> settings, String prefix) {
    values.putHikari(settings, prefix);
    return self();
  }
}
