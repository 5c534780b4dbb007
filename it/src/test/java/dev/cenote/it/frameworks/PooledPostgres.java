package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.PostgresServerView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL database with a pool, for the program of one framework. After every test each
 * connection must be back and must look, to the borrower and to the server, like one that nobody
 * has used. The server is one for all programs.
 */
final class PooledPostgres implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  /** Who makes the pool: this class, or the framework. */
  interface PoolStart {
    CenoteDataSource startOn(EmbeddedPostgresDatabase database);
  }

  private final PoolStart start;
  private EmbeddedPostgresDatabase database;
  private SessionView unused;
  private CenoteDataSource pool;

  /** With a pool as its user would build it. */
  PooledPostgres() {
    this(database ->
        CenoteDataSource.builder()
            .url(database.jdbcUrl())
            .username(database.username())
            .password(database.password())
            .poolSize(2)
            .maxOverflow(0)
            .build());
  }

  PooledPostgres(PoolStart start) {
    this.start = start;
  }

  CenoteDataSource pool() {
    return pool;
  }

  EmbeddedPostgresDatabase database() {
    return database;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    Optional<String> reason = EmbeddedPostgresDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    database = EmbeddedPostgresDatabase.create();
    try (Connection own = database.connect()) {
      unused = SessionView.of(own);
    }
    pool = start.startOn(database);
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    assertNothingIsLeft();
  }

  /** All connections are back, none had to be replaced, and none shows what was done with it. */
  void assertNothingIsLeft() throws SQLException {
    PoolStats stats = pool.stats();
    assertThat(stats.leased()).as("connections not given back").isZero();
    assertThat(stats.created()).as("connections opened").isLessThanOrEqualTo(stats.poolSize());
    assertThat(stats.retired()).as("connections that had to be closed").isEmpty();
    List<Connection> all = new ArrayList<>();
    try {
      while (all.size() < stats.poolSize()) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        int backend = PostgresServerView.backendOf(connection);
        assertThat(database.serverView().stateOf(backend)).hasValue("idle");
        assertThat(SessionView.of(connection)).isEqualTo(unused);
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws SQLException {
    if (database == null) {
      return; // there is no PostgreSQL here
    }
    try (EmbeddedPostgresDatabase closed = database) {
      if (pool != null) {
        pool.close();
        // the server hears of a closed socket a moment later
        await("connections after close()")
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(closed.connections()).hasValue(0));
      }
    }
  }
}
