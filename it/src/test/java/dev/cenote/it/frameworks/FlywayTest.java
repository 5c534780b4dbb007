package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flyway. One test follows the other, as migrations do. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FlywayTest {

  private static final String MIGRATIONS = "classpath:dev/cenote/it/frameworks/migrations";

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static Flyway flyway(CenoteDataSource pool, String... locations) {
    return Flyway.configure().dataSource(pool).locations(locations).load();
  }

  @Test
  @Order(1)
  void migrationsRunAndAreRemembered() throws SQLException {
    Flyway flyway = flyway(POSTGRES.pool(), MIGRATIONS);
    flyway.migrate();
    assertThat(flyway.info().current().getVersion()).hasToString("2");
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    assertThat(number("SELECT sum(balance) FROM account")).isEqualTo(100);
  }

  @Test
  @Order(2)
  void aMigrationThatFailsHalfwayChangesNothing() throws SQLException {
    Flyway flyway =
        flyway(POSTGRES.pool(), MIGRATIONS, "classpath:dev/cenote/it/frameworks/failing");
    assertThatThrownBy(flyway::migrate).isInstanceOf(FlywayException.class);
    assertThat(number("SELECT sum(balance) FROM account")).isEqualTo(100);
    assertThat(flyway.info().current().getVersion()).hasToString("2");
  }

  @Test
  @Order(3)
  void aSchemaOfItsOwnIsMadeAndLeftAgain() throws SQLException {
    Flyway flyway =
        Flyway.configure().dataSource(POSTGRES.pool()).schemas("shop").locations(MIGRATIONS).load();
    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(2);
    assertThat(number("SELECT sum(balance) FROM shop.account")).isEqualTo(100);
  }

  private static int number(String query) throws SQLException {
    try (Connection connection = POSTGRES.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
