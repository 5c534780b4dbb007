package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.config.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a builder has built is its own from then on. */
@Timeout(60)
class BuilderTest {

  private static String urlSeenBy(CenoteDataSource pool) throws SQLException {
    return pool.withConnection(connection -> connection.getMetaData().getURL());
  }

  @Test
  void twoPoolsOfOneBuilderAreTwo() throws SQLException {
    CenoteDataSourceBuilder builder = CenoteDataSource.builder().poolSize(1).maxOverflow(1);
    try (CenoteDataSource orders = builder.url("jdbc:h2:mem:built-a").name("orders").build();
        CenoteDataSource billing = builder.url("jdbc:h2:mem:built-b").name("billing").build()) {
      orders.reconfigure(change -> change.acquireTimeout(Duration.ofSeconds(5)));
      billing.resize(2, 0);
      orders.invalidateAll();

      assertThat(urlSeenBy(orders)).isEqualTo("jdbc:h2:mem:built-a");
      assertThat(orders.getUrl()).isEqualTo("jdbc:h2:mem:built-a");
      assertThat(orders.acquireTimeout()).isEqualTo(Duration.ofSeconds(5));
      assertThat(orders.stats().poolSize()).isEqualTo(1);
      assertThat(urlSeenBy(billing)).isEqualTo("jdbc:h2:mem:built-b");
      assertThat(billing.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatIsSetAfterTheBuildIsForTheNextPool() throws SQLException {
    CenoteDataSourceBuilder builder = CenoteDataSource.builder().url("jdbc:h2:mem:built-c");
    try (CenoteDataSource pool = builder.build()) {
      builder.url("jdbc:h2:mem:another").username("somebody");
      assertThat(pool.getUrl()).isEqualTo("jdbc:h2:mem:built-c");
      try (CenoteDataSource next = pool.recreate()) {
        assertThat(urlSeenBy(next)).isEqualTo("jdbc:h2:mem:built-c");
      }
    }
  }

  @Test
  void aBeansPropertiesMayBeNumbersAndTruthValues() {
    Properties defaults = new Properties();
    defaults.setProperty("user", "app");
    Properties given = new Properties(defaults);
    given.put("ssl", true);
    given.put("timeout", 5);
    given.put("mode", "plain");
    try (CenoteDataSource bean = new CenoteDataSource()) {
      bean.setProperties(given);
      assertThat(bean.get(Settings.DRIVER_PROPERTIES))
          .containsEntry("user", "app")
          .containsEntry("ssl", "true")
          .containsEntry("timeout", "5")
          .containsEntry("mode", "plain");
    }
  }
}
