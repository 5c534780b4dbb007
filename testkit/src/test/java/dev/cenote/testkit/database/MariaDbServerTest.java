package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The real MariaDB: who gets in, what it says of its connections, how it ends. */
@ParameterizedClass
@EnumSource
class MariaDbServerTest {

  private final MariaDbServer.Driver driver;
  private MariaDbDatabase database;

  MariaDbServerTest(MariaDbServer.Driver driver) {
    this.driver = driver;
  }

  @BeforeEach
  void create() {
    database = MariaDbRequired.by(driver);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    MariaDbServer server = database.server();
    for (String user : new String[] {server.username(), MariaDbServer.ADMINISTRATOR, "root", ""}) {
      for (String password : new String[] {"", "wrong"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), user, password))
            .as(user)
            .isInstanceOf(SQLException.class)
            .extracting(e -> ((SQLException) e).getErrorCode())
            .isIn(1045, 1698, 1130);
      }
    }
  }

  @Test
  void theOrdinaryUserSeesNothingOfTheServers() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT user FROM mysql.user"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theServerTellsWhatEachConnectionIsDoing() throws SQLException {
    MariaDbServerView view = database.serverView();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE numbers (n INT)");
      long thread = MariaDbServerView.threadOf(connection);
      assertThat(view.isInTransaction(thread)).isFalse();
      assertThat(view.connectionsTo(database.databaseName())).isEqualTo(1);

      connection.setAutoCommit(false);
      statement.execute("INSERT INTO numbers VALUES (1)");
      assertThat(view.isInTransaction(thread)).isTrue();

      connection.rollback();
      assertThat(view.isInTransaction(thread)).isFalse();
    }
  }

  @Test
  void aKilledConnectionIsGoneWhenTheCallReturns() throws SQLException {
    MariaDbServerView view = database.serverView();
    try (Connection connection = database.connect()) {
      long thread = MariaDbServerView.threadOf(connection);

      assertThat(view.kill(thread)).isTrue();

      assertThat(view.connectionsTo(database.databaseName())).isZero();
      assertThat(view.kill(thread)).isFalse();
      assertThat(connection.isValid(5)).isFalse();
    }
  }

  @Test
  void aServerOfOnesOwnTakesSettingsAndEndsForGood() throws Exception {
    MariaDbServer server = MariaDbServer.starting().setting("max-connections", "17").start();
    int port = server.port();
    try (MariaDbDatabase own = MariaDbDatabase.on(server, driver);
        Connection connection = own.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@max_connections")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(17);
    } finally {
      server.close();
    }
    server.close();

    assertThatThrownBy(() -> connectTo(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aServerThatCannotStartSaysWhyInMariaDbsWords() {
    MariaDbServerStart start =
        MariaDbServer.starting().setting("no-such-setting", "1").within(Duration.ofSeconds(20));

    assertThatThrownBy(start::start)
        .isInstanceOf(MariaDbUnavailableException.class)
        .hasMessageContaining("MariaDB cannot start here")
        .hasMessageContaining("no-such-setting");
  }

  private static void connectTo(int port) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(MariaDbServerStart.host(), port), 5_000);
    }
  }
}
