package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.event.RetireReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that their server ends while nobody has them. */
@ParameterizedClass
@EnumSource
class LivenessTest {

  enum Server {
    /** Says goodbye, so that a look finds bytes; only a check tells what they are. */
    POSTGRESQL("org.postgresql.jdbc.PgConnection", false),
    /** Just closes the socket. */
    MARIADB("org.mariadb.jdbc.Connection", true);

    private final String driversClass;
    private final boolean silent;

    Server(String driversClass, boolean silent) {
      this.driversClass = driversClass;
      this.silent = silent;
    }

    /** The driver's own connection, which can be asked who it is when its handle is closed. */
    Connection raw(Connection handle) throws SQLException {
      try {
        return (Connection) handle.unwrap(Class.forName(driversClass));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final int SIZE = 10;

  private final Server server;
  private TestDatabase database;

  LivenessTest(Server server) {
    this.server = server;
  }

  @BeforeEach
  void create() {
    CheckCount.warmUp();
    database =
        switch (server) {
          case POSTGRESQL -> PostgresRequired.database();
          case MARIADB -> MariaDbRequired.byMariaDb();
        };
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private CenoteDataSource pool(int size, Map<String, String> properties) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .url(database.jdbcUrl())
            .username(database.username())
            .password(database.password())
            .poolSize(size)
            .maxOverflow(0)
            .acquireTimeout(Duration.ofSeconds(60));
    properties.forEach(builder::property);
    return builder.build();
  }

  /** Ends all idle connections of the pool on the server, and lets them be idle for a moment. */
  private void killAll(CenoteDataSource pool) throws SQLException {
    List<Connection> all = borrowAll(pool);
    List<Connection> raw = new ArrayList<>();
    for (Connection connection : all) {
      raw.add(server.raw(connection));
      connection.close();
    }
    for (Connection connection : raw) {
      database.kill(connection);
    }
    Awaitility.await().pollDelay(Duration.ofMillis(60)).until(() -> true); // no longer hot
  }

  private static List<Connection> borrowAll(CenoteDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < pool.stats().poolSize(); i++) {
      all.add(pool.getConnection());
    }
    return all;
  }

  private int deadLent(CenoteDataSource pool) throws SQLException {
    int dead = 0;
    List<Connection> all = borrowAll(pool);
    for (Connection connection : all) {
      try (connection;
          Statement statement = connection.createStatement()) {
        statement.execute(database.query());
      } catch (SQLException gone) {
        dead++;
      }
    }
    return dead;
  }

  private static long retired(CenoteDataSource pool, RetireReason reason) {
    return pool.stats().retired().getOrDefault(reason, 0L);
  }

  /** One at a time, so that none is under suspicion for another's death: each is looked at. */
  @Test
  void eachOfAHundredKilledWhileIdleIsSeenByTheLookItself() throws Exception {
    try (CenoteDataSource pool = pool(1, Map.of())) {
      int dead = deadLent(pool);
      long checks;
      try (CheckCount count = new CheckCount(pool.getName())) {
        for (int round = 0; round < 100; round++) {
          killAll(pool);
          dead += deadLent(pool);
        }
        checks = count.stop();
      }

      assertThat(dead).isZero();
      assertThat(retired(pool, RetireReason.FOUND_CLOSED)).isEqualTo(server.silent ? 100 : 0);
      assertThat(retired(pool, RetireReason.CHECK_FAILED)).isEqualTo(server.silent ? 0 : 100);
      assertThat(checks).isEqualTo(server.silent ? 0 : 100);
    }
  }

  /** Ten at a time: the first that is found dead has the other nine checked. */
  @Test
  void ofAHundredKilledTogetherNoneIsLentAndSuspicionHasAllButTheFirstChecked() throws Exception {
    try (CenoteDataSource pool = pool(SIZE, Map.of())) {
      int dead = deadLent(pool);
      for (int round = 0; round < 10; round++) {
        killAll(pool);
        dead += deadLent(pool);
      }

      assertThat(dead).isZero();
      assertThat(retired(pool, RetireReason.FOUND_CLOSED)).isEqualTo(server.silent ? 10 : 0);
      assertThat(retired(pool, RetireReason.CHECK_FAILED)).isEqualTo(server.silent ? 90 : 100);
    }
  }

  @Test
  void withASocketFactoryOfTheUsersOwnTheFirstDeadOneIsLentAndNoneAfterIt() throws SQLException {
    try (CenoteDataSource pool =
        pool(1, Map.of("socketFactory", UsersSocketFactory.class.getName()))) {
      int dead = 0;
      for (int round = 0; round < 100 && dead == 0; round++) { // until it was within the window
        killAll(pool);
        dead = deadLent(pool);
      }
      assertThat(dead).isEqualTo(1);

      for (int round = 0; round < 10; round++) {
        killAll(pool);
        assertThat(deadLent(pool)).as("after the first error").isZero();
      }
    }
  }

  @Test
  void whatIsAliveIsLentWithoutAQuestionHoweverOften() throws Exception {
    try (CenoteDataSource pool = pool(SIZE, Map.of())) {
      assertThat(deadLent(pool)).isZero();
      long checks;
      try (CheckCount count = new CheckCount(pool.getName())) {
        for (int round = 0; round < 20; round++) {
          Awaitility.await().pollDelay(Duration.ofMillis(30)).until(() -> true);
          assertThat(deadLent(pool)).isZero();
        }
        checks = count.stop();
      }

      assertThat(checks).as("round trips for 200 connections that were lent").isZero();
      assertThat(pool.stats().created()).isEqualTo(SIZE);
    }
  }
}
