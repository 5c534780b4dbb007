package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.error.ErrorKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real drivers really throw. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RealErrorsTest {

  @BeforeAll
  static void keepDerbysLogOutOfTheWorkingDirectory() {
    System.setProperty("derby.stream.error.file", "target/derby.log");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<ErrorKind> kinds(Product product, ThrowingCallable call) {
    SQLException error = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) error).as("the call fails").isNotNull();
    return product.errors().kindsIn(error);
  }

  @ParameterizedTest
  @CsvSource({
    "H2, jdbc:h2:mem:ends, SHUTDOWN, SELECT 1",
    "H2, jdbc:h2:mem:crashes, SHUTDOWN IMMEDIATELY, SELECT 1",
    "HSQLDB, jdbc:hsqldb:mem:ends, SHUTDOWN, VALUES 1",
    "HSQLDB, jdbc:hsqldb:mem:crashes, SHUTDOWN IMMEDIATELY, VALUES 1"
  })
  void aConnectionIsDeadWhenItsDatabaseWasShutDown(
      Product product, String url, String shutdown, String query) throws SQLException {
    try (Connection victim = DriverManager.getConnection(url, "sa", "")) {
      Connection killer = DriverManager.getConnection(url, "sa", "");
      run(killer, shutdown);

      assertThat(kinds(product, () -> run(victim, query))).containsExactly(ErrorKind.DEAD);
      assertThat(kinds(product, () -> victim.prepareStatement(query)))
          .containsExactly(ErrorKind.DEAD);
    }
  }

  @ParameterizedTest
  @CsvSource({"shutdown", "drop"})
  void aConnectionIsDeadWhenItsDerbyDatabaseWasEnded(String how) throws SQLException {
    String url = "jdbc:derby:memory:" + how;
    try (Connection victim = DriverManager.getConnection(url + ";create=true")) {
      PreparedStatement prepared = victim.prepareStatement("VALUES 1");
      assertThat(kinds(Product.DERBY, () -> DriverManager.getConnection(url + ";" + how + "=true")))
          .containsExactly(ErrorKind.DEAD);

      assertThat(kinds(Product.DERBY, () -> run(victim, "VALUES 1")))
          .containsExactly(ErrorKind.DEAD);
      assertThat(kinds(Product.DERBY, prepared::executeQuery)).containsExactly(ErrorKind.DEAD);
    }
  }

  @Test
  void anH2SessionIsDeadWhenAnotherOneHasEndedIt() throws SQLException {
    try (Connection killer = DriverManager.getConnection("jdbc:h2:mem:kills", "sa", "");
        Connection victim = DriverManager.getConnection("jdbc:h2:mem:kills", "sa", "");
        Statement statement = victim.createStatement();
        ResultSet row = statement.executeQuery("SELECT SESSION_ID()")) {
      row.next();
      run(killer, "CALL ABORT_SESSION(" + row.getInt(1) + ")");

      assertThat(kinds(Product.H2, () -> run(victim, "SELECT 1"))).containsExactly(ErrorKind.DEAD);
    }
  }

  @Test
  void anSqliteConnectionIsDeadWhenItsFileIsGone(@TempDir Path directory)
      throws SQLException, IOException {
    Path file = directory.resolve("moved.db");
    try (Connection victim = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      run(victim, "CREATE TABLE t (i INT)");
      Files.delete(file);

      assertThat(kinds(Product.SQLITE, () -> run(victim, "INSERT INTO t VALUES (1)")))
          .containsExactly(ErrorKind.DEAD);
    }
  }

  @Test
  void aClosedConnectionIsDead() throws SQLException {
    for (String url :
        new String[] {
          "jdbc:sqlite::memory:",
          "jdbc:hsqldb:mem:closed;user=SA",
          "jdbc:derby:memory:closed;create=true"
        }) {
      Connection closed = DriverManager.getConnection(url);
      closed.close();

      assertThat(kinds(Product.ofUrl(url), closed::createStatement))
          .as(url)
          .containsExactly(ErrorKind.DEAD);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H2, jdbc:h2:mem:login, true",
    "H2, jdbc:h2:mem:absent;IFEXISTS=TRUE, false",
    "HSQLDB, jdbc:hsqldb:mem:login, true",
    "HSQLDB, jdbc:hsqldb:mem:absent;ifexists=true, false",
    "DERBY, jdbc:derby:memory:absent, false"
  })
  void aWrongPasswordAndAnAbsentDatabaseAreRefusals(Product product, String url, boolean exists)
      throws SQLException {
    Connection first = exists ? DriverManager.getConnection(url, "sa", "") : null;
    try {
      assertThat(kinds(product, () -> DriverManager.getConnection(url, "sa", "wrong")))
          .containsExactly(ErrorKind.LOGIN_REFUSED);
    } finally {
      if (first != null) {
        first.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H2, jdbc:h2:tcp://localhost:%d/x",
    "HSQLDB, jdbc:hsqldb:hsql://localhost:%d/x",
    "POSTGRESQL, jdbc:postgresql://localhost:%d/x"
  })
  void aServerThatIsNotThereIsDead(Product product, String url) throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(kinds(product, () -> DriverManager.getConnection(url.formatted(free), "sa", "")))
        .containsExactly(ErrorKind.DEAD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H2 | jdbc:h2:mem:slow | SELECT COUNT(*) FROM SYSTEM_RANGE(1, 99999), SYSTEM_RANGE(1, 99999)",
        "HSQLDB | jdbc:hsqldb:mem:slow | SELECT COUNT(*) FROM t a, t b, t c, t d, t e",
        "DERBY | jdbc:derby:memory:slow;create=true | SELECT COUNT(*) FROM SYS.SYSCOLUMNS a,"
            + " SYS.SYSCOLUMNS b, SYS.SYSCOLUMNS c, SYS.SYSCOLUMNS d"
      })
  void aTimeoutOfAStatementIsHarmless(Product product, String url, String slow)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      if (product == Product.HSQLDB) { // it looks at the clock only while it reads tables
        statement.execute("CREATE TABLE t (i INT)");
        statement.execute("INSERT INTO t SELECT * FROM UNNEST(SEQUENCE_ARRAY(1, 300, 1))");
      }
      statement.setQueryTimeout(1);

      assertThat(kinds(product, () -> statement.executeQuery(slow).next())).isEmpty();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void aCancelledStatementOfSqliteIsHarmless() throws SQLException {
    String endless =
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      CompletableFuture<Set<ErrorKind>> kinds =
          CompletableFuture.supplyAsync(
              () -> kinds(Product.SQLITE, () -> statement.executeQuery(endless).next()));
      Awaitility.await()
          .until(() -> {
            statement.cancel(); // does nothing until the statement runs
            return kinds.isDone();
          });

      assertThat(kinds.join()).isEmpty();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H2, jdbc:h2:mem:usual, SELECT 1",
    "HSQLDB, jdbc:hsqldb:mem:usual, VALUES 1",
    "DERBY, jdbc:derby:memory:usual;create=true, VALUES 1"
  })
  void mistakesOfABorrowerAreHarmless(Product product, String url, String query)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
      Statement closed = connection.createStatement();
      closed.close();
      run(connection, "CREATE TABLE t (i INT PRIMARY KEY)");
      run(connection, "INSERT INTO t VALUES (1)");

      assertThat(kinds(product, () -> closed.executeQuery(query))).isEmpty();
      assertThat(kinds(product, () -> run(connection, "INSERT INTO t VALUES (1)"))).isEmpty();
      assertThat(kinds(product, () -> run(connection, "NONSENSE"))).isEmpty();
      assertThat(kinds(product, () -> run(connection, "SELECT * FROM absent"))).isEmpty();
    }
  }
}
