package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** H2 plays a relative of the servers that are asked, which does not understand the question. */
class ServerLimitTest {

  private final List<Integer> told = new ArrayList<>();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private ServerLimit of(int maximum) {
    return new ServerLimit(maximum, told::add);
  }

  @Test
  void whoeverCannotAnswerIsNotGuessedAtAndTheConnectionStaysAsItWas() throws SQLException {
    for (Product product : Product.values()) {
      of(500).ask(connection, product, 10_000_000_000L);
    }

    assertThat(told).isEmpty();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void oneThatDoesNotOutliveTheQuestionIsReplacedByOneThatIsNotAsked() throws SQLException {
    RecordedConnection silent =
        new RecordedConnection()
            .failing("createStatement", new SQLException("Read timed out", "08006"))
            .with("Closed", true);
    RecordedConnection other = new RecordedConnection();
    Iterator<Connection> both = List.of(silent.connection(), other.connection()).iterator();
    JdbcConnector connector =
        new JdbcConnector(
            both::next, Product.POSTGRESQL, InitialState.DRIVERS, ResetOnReturn.ROLLBACK);
    connector.limit(of(500));

    PhysicalConnection opened = connector.open(new OpenAttempt(1, 1, 2_000_000_000));

    assertThat(opened.raw()).isSameAs(other.connection());
    assertThat(silent.takeCalls())
        .containsSubsequence("createStatement()", "close()")
        .anyMatch(call -> call.startsWith("setNetworkTimeout(") && call.contains("500"));
    assertThat(other.takeCalls()).doesNotContain("createStatement()");
    assertThat(told).isEmpty();
  }
}
