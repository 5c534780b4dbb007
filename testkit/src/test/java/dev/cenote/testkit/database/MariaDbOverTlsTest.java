package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB's driver with TLS above a socket that can be looked at. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MariaDbOverTlsTest {

  private static final MariaDbServer.Driver DRIVER = MariaDbServer.Driver.MARIADB;

  @TempDir static Path certificates;

  private static MariaDbServer server;

  private CenoteDataSource pool;

  @BeforeAll
  static void start() throws Exception {
    MariaDbDatabase.unavailability().ifPresent(reason -> Assumptions.abort(reason));
    SelfSigned own = SelfSigned.in(certificates);
    letServersUserRead(certificates, "rwxr-xr-x");
    letServersUserRead(own.certificate(), "rw-r--r--");
    letServersUserRead(own.key(), "rw-r--r--");
    server =
        MariaDbServer.starting()
            .setting("ssl-cert", own.certificate().toString())
            .setting("ssl-key", own.key().toString())
            .start();
  }

  private static void letServersUserRead(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @BeforeEach
  void build() throws SQLException {
    CheckCount.warmUp();
    String plain = server.jdbcUrl(DRIVER, server.createDatabase(DRIVER));
    pool =
        CenoteDataSource.builder()
            .url(plain.replace("sslMode=disable", "sslMode=trust"))
            .username(server.username())
            .password(server.password())
            .poolSize(1)
            .maxOverflow(0)
            .acquireTimeout(Duration.ofSeconds(60))
            .build();
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private static void idleForAMoment() {
    Awaitility.await().pollDelay(Duration.ofMillis(40)).until(() -> true);
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(rows.getMetaData().getColumnCount());
    }
  }

  /** The server closes the socket of a session and then strikes it off its list. */
  private static void awaitEndOf(String session, Connection admin) {
    String listed = "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + session;
    Stage.eventually(() -> assertThat(ask(admin, listed)).isEqualTo("0"));
  }

  @Test
  void theConnectionIsEncryptedAndIsLentAgainAndAgainWithoutAQuestion() throws Exception {
    long checks;
    try (CheckCount count = new CheckCount(pool.getName())) {
      for (int i = 0; i < 20; i++) {
        idleForAMoment();
        try (Connection connection = pool.getConnection()) {
          assertThat(ask(connection, "SHOW STATUS LIKE 'Ssl_cipher'")).isNotEmpty();
        }
      }
      checks = count.stop();
    }
    assertThat(checks).as("round trips").isZero();
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void whatTheServerEndsIsNotLent() throws SQLException {
    for (int i = 0; i < 10; i++) {
      String session;
      try (Connection connection = pool.getConnection()) {
        session = ask(connection, "SELECT CONNECTION_ID()");
      }
      try (Connection admin = server.connectAsAdministrator(DRIVER);
          Statement statement = admin.createStatement()) {
        statement.execute("KILL " + session);
        awaitEndOf(session, admin);
      }
      idleForAMoment();
      try (Connection connection = pool.getConnection()) {
        assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
      }
    }
    assertThat(pool.stats().created()).isEqualTo(11);
  }

  @Test
  void aLargeResultComesWhole() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT seq, repeat('x', 1000) FROM seq_1_to_20000")) {
      long sum = 0;
      while (rows.next()) {
        sum += rows.getLong(1) + rows.getString(2).length();
      }
      assertThat(sum).isEqualTo(20_000L * 20_001 / 2 + 20_000_000);
    }
  }
}
