package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.MariaDbDatabase;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.PostgresServer;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pool that may want more connections than a real server permits. */
@Timeout(120)
class ServerLimitTest {

  private static final String CODE = ErrorCode.MORE_THAN_PERMITTED.id();

  @RegisterExtension private final LogLines log = new LogLines();

  private static void need(Optional<String> unavailability) {
    Assumptions.assumeTrue(unavailability.isEmpty(), () -> unavailability.orElse(""));
  }

  private void useAll(TestDatabase database, UnaryOperator<CenoteDataSourceBuilder> settings)
      throws SQLException {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .name("orders")
            .url(database.jdbcUrl())
            .username(database.username())
            .password(database.password())
            .prefill(false);
    try (CenoteDataSource pool = settings.apply(builder).build();
        Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      Stage.use(one);
      Stage.use(two);
    }
  }

  private void onPostgres(UnaryOperator<CenoteDataSourceBuilder> settings) throws SQLException {
    need(EmbeddedPostgresDatabase.unavailability());
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create()) {
      useAll(database, settings);
    }
  }

  private static int permittedByPostgres() throws SQLException {
    need(EmbeddedPostgresDatabase.unavailability());
    try (Connection direct = PostgresServer.shared().connectAsSuperuser()) {
      return number(direct, "SHOW max_connections")
          - number(direct, "SHOW superuser_reserved_connections");
    }
  }

  private static int number(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  @Test
  void onePermittedConnectionTooManyIsSaidOnceAtTheStart() throws Exception {
    int permitted = permittedByPostgres();
    onPostgres(b -> b.poolSize(permitted - 9).maxOverflow(10));

    assertThat(log.with(CODE)).hasSize(1);
    String said = log.with(CODE).get(0);
    assertThat(said).contains("maxOverflow 10: the server permits " + permitted + " connections");
    assertThat(PageExample.plain(said))
        .isEqualTo(PageExample.plain(PageExample.of(ErrorCode.MORE_THAN_PERMITTED)));
  }

  @Test
  void ofAsManyAsItPermitsNothingIsSaid() throws Exception {
    int permitted = permittedByPostgres();
    onPostgres(b -> b.poolSize(permitted - 10).maxOverflow(10));

    assertThat(log.with(CODE)).isEmpty();
  }

  @Test
  void whoSetsNoLimitIsHeldToWhatIsKept() throws Exception {
    int permitted = permittedByPostgres();
    onPostgres(b -> b.poolSize(permitted).maxOverflow(PoolConfig.UNLIMITED));
    assertThat(log.with(CODE)).isEmpty();

    onPostgres(b -> b.poolSize(permitted + 1).maxOverflow(PoolConfig.UNLIMITED));
    assertThat(log.with(CODE)).singleElement().asString().contains("maxOverflow UNLIMITED");
  }

  @Test
  void aServerThatPermitsLessThanUsualIsTakenAtItsWord() throws Exception {
    need(MariaDbDatabase.unavailability());
    MariaDbServer server = MariaDbServer.starting().setting("max-connections", "30").start();
    try {
      for (MariaDbServer.Driver driver : MariaDbServer.Driver.values()) {
        int before = log.with(CODE).size();
        try (MariaDbDatabase database = MariaDbDatabase.on(server, driver)) {
          useAll(database, b -> b.poolSize(30).maxOverflow(0));
          assertThat(log.with(CODE)).hasSize(before);
          useAll(database, b -> b.poolSize(31).maxOverflow(0));
        }
        assertThat(log.with(CODE)).hasSize(before + 1);
        assertThat(log.with(CODE).get(before)).contains("the server permits 30 connections");
      }
    } finally {
      server.close();
    }
  }
}
