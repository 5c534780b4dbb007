package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.testkit.contract.Stage;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real PostgreSQL: who gets in, what it says of its connections, how it ends. */
class PostgresServerTest {

  private static EmbeddedPostgresDatabase database;

  @BeforeAll
  static void create() {
    database = PostgresRequired.database();
  }

  @AfterAll
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void everyDatabaseIsEmptyAndOfOneServer() throws SQLException {
    try (EmbeddedPostgresDatabase other = EmbeddedPostgresDatabase.create();
        Connection here = database.connect();
        Connection there = other.connect();
        Statement statement = here.createStatement()) {
      assertThat(other.server()).isSameAs(database.server());
      assertThat(other.databaseName()).isNotEqualTo(database.databaseName());
      statement.execute("CREATE TABLE only_here (id INT)");
      assertThat(there.getMetaData().getTables(null, null, "only_here", null).next()).isFalse();
    }
  }

  @Test
  void aWrongPasswordIsRefusedForEveryone() {
    PostgresServer server = database.server();

    assertThatThrownBy(() -> database.connect("wrong"))
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                server.jdbcUrl("postgres"), PostgresServer.SUPERUSER, "wrong"))
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), "nobody", server.password()))
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
  }

  @Test
  void theOrdinaryRoleIsNoSuperuser() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBoolean(1)).isFalse();
    }
  }

  @Test
  void theServerTellsWhatEachConnectionIsDoing() throws SQLException {
    PostgresServerView view = database.serverView();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int backend = PostgresServerView.backendOf(connection);
      assertThat(view.stateOf(backend)).contains("idle");
      // Those of the test before end a moment after their clients.
      Stage.eventually(() -> assertThat(view.connectionsTo(database.databaseName())).isEqualTo(1));

      connection.setAutoCommit(false);
      statement.execute("SELECT 1");
      assertThat(view.stateOf(backend)).contains("idle in transaction");

      connection.rollback();
      assertThat(view.stateOf(backend)).contains("idle");
    }
  }

  @Test
  void aTerminatedConnectionIsGoneWhenTheCallReturns() throws SQLException {
    PostgresServerView view = database.serverView();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int backend = PostgresServerView.backendOf(connection);

      assertThat(view.terminate(backend)).isTrue();

      assertThat(view.stateOf(backend)).isEmpty();
      assertThat(view.terminate(backend)).isFalse();
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "57P01");
    }
  }

  @Test
  void closingADatabaseThrowsItsConnectionsOut() throws SQLException {
    EmbeddedPostgresDatabase other = EmbeddedPostgresDatabase.create();
    try (Connection connection = other.connect()) {
      other.close();

      assertThat(connection.isValid(5)).isFalse();
      assertThatThrownBy(other::connect).hasFieldOrPropertyWithValue("SQLState", "3D000");
    }
  }

  @Test
  void aServerOfOnesOwnTakesSettingsReportsProgressAndStopsForGood() throws Exception {
    List<String> progress = new ArrayList<>();
    PostgresServer server =
        PostgresServer.starting().setting("max_connections", "7").reporting(progress::add).start();
    int port = server.port();
    try (EmbeddedPostgresDatabase own = EmbeddedPostgresDatabase.on(server);
        Connection connection = own.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW max_connections")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("7");
    } finally {
      server.close();
    }
    server.close();

    assertThat(progress).hasSize(2).last().asString().contains(String.valueOf(port));
    assertThatThrownBy(() -> connectTo(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aServerThatCannotStartSaysWhyInThePostgresWords() {
    PostgresServerStart start =
        PostgresServer.starting().setting("no_such_setting", "1").within(Duration.ofSeconds(5));

    assertThatThrownBy(start::start)
        .isInstanceOf(PostgresUnavailableException.class)
        .hasMessageContaining("PostgreSQL cannot start here")
        .hasMessageContaining("no_such_setting");
  }

  private static void connectTo(int port) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    }
  }
}
