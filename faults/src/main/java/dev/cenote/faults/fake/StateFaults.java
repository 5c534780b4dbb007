package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one borrower changed and the next one sees. */
public final class StateFaults {

  private static final Row LEAKED = Row.count("state.leaked", "kinds of state that leak, of 11", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          Experiment.of(
              "state",
              "a borrower changes every state that JDBC has, and leaves; a pool of 1",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              LEAKED,
              StateFaults::leaks));

  private static final Map<String, Function<FakeSession, @Nullable Object>> STATES = states();

  private StateFaults() {}

  private static Map<String, Function<FakeSession, @Nullable Object>> states() {
    Map<String, Function<FakeSession, @Nullable Object>> states = new LinkedHashMap<>();
    states.put("auto-commit", FakeSession::autoCommit);
    states.put("transaction", FakeSession::inTransaction);
    states.put("read-only", FakeSession::readOnly);
    states.put("isolation", FakeSession::isolation);
    states.put("catalog", FakeSession::catalog);
    states.put("schema", FakeSession::schema);
    states.put("holdability", FakeSession::holdability);
    states.put("network timeout", FakeSession::networkTimeoutMillis);
    states.put("type map", FakeSession::typeMap);
    states.put("client info", FakeSession::clientInfo);
    states.put("warnings", FakeSession::warnings);
    return states;
  }

  private static Readings leaks(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.filled(arena, 1);
    Map<String, Object> before;
    try (Connection connection = scene.pool().getConnection()) {
      before = look(scene);
      change(connection, scene);
    }
    Connection next = scene.pool().getConnection();
    Map<String, Object> after = look(scene);
    next.close();
    List<String> leaked = new ArrayList<>();
    STATES.keySet().stream()
        .filter(state -> !Objects.equals(before.get(state), after.get(state)))
        .forEach(leaked::add);
    return Readings.only(LEAKED, Reading.of(leaked.size(), String.join(", ", leaked)));
  }

  private static Map<String, Object> look(FakeScene scene) {
    FakeSession session = scene.database().openSessions().get(0);
    Map<String, Object> seen = new LinkedHashMap<>();
    STATES.forEach((state, of) -> {
      Object value = of.apply(session);
      seen.put(state, value == null ? "none" : value);
    });
    return seen;
  }

  private static void change(Connection connection, FakeScene scene) throws SQLException {
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setCatalog("other");
    connection.setSchema("other");
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setNetworkTimeout(Runnable::run, 1);
    connection.setTypeMap(Map.of("money", Long.class));
    connection.setClientInfo("ApplicationName", "other");
    connection.setAutoCommit(false);
    boolean unused = connection.createStatement().execute("SELECT 1");
    scene.database().openSessions().get(0).warn(new SQLWarning("a warning"));
  }
}
