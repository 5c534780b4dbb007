package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.config.Isolation;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.testkit.database.FakeTestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What lazy connections know of a fresh connection without taking one, and for how long. */
@Timeout(60)
class LazyKnowledgeTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final CenoteDataSource pool = Databases.poolOf(database).build();
  private final ScopedDataSource lazy = pool.lazy();

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  @Test
  void whatIsKnownOfAFreshConnectionEndsWithTheSettings() throws SQLException {
    assertThat(isolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);

    pool.reconfigure(change -> change.isolation(Isolation.SERIALIZABLE));

    assertThat(isolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
  }

  private int isolation() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      return connection.getTransactionIsolation();
    }
  }

  @Test
  void whereACustomizerSetsUpEachLeaseEachFreshConnectionIsAsked() throws SQLException {
    AtomicInteger tenants = new AtomicInteger();
    ConnectionCustomizer tenant =
        new ConnectionCustomizer() {
          @Override
          public void onCheckout(Connection connection, ConnectionContext context)
              throws SQLException {
            connection.setSchema("tenant" + tenants.incrementAndGet());
          }
        };
    try (CenoteDataSource many = Databases.poolOf(database).customizer(tenant).build();
        Connection first = many.lazy().getConnection();
        Connection second = many.lazy().getConnection()) {
      assertThat(first.getSchema()).isEqualTo("tenant1");
      assertThat(second.getSchema()).isEqualTo("tenant2");
    }
  }
}
