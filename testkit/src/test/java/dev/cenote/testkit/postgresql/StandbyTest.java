package dev.cenote.testkit.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.DisguisedSource;
import dev.cenote.testkit.driver.FakeDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/**
 * A pool that leads to a PostgreSQL standby, which has said so; this package's name makes the fake
 * a PostgreSQL.
 */
@Timeout(60)
class StandbyTest {

  private final FakeDatabase database = FakeDatabase.create();
  private @Nullable CenoteDataSource pool;

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
    database.close();
  }

  private CenoteDataSource pool() throws SQLException {
    database
        .on("Statement.execute")
        .forSql("INSERT")
        .always()
        .throwing(
            () -> new SQLException("cannot execute INSERT in a read-only transaction", "25006"));
    database.on("ResultSet.getBoolean").always().returning(true); // asked, it takes no writes
    CenoteDataSource built =
        CenoteDataSource.builder()
            .dataSource(new LikePostgres(database.dataSource()))
            .poolSize(2)
            .maxOverflow(0)
            .build();
    pool = built;
    try (Connection one = built.getConnection();
        Connection other = built.getConnection()) {
      assertThat(one).isNotSameAs(other);
    }
    return built;
  }

  private static void isRefused(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whoWantsToWriteFindsItsRoleChangedAtOnce() throws Exception {
    CenoteDataSource running = pool();
    try (Connection connection = running.getConnection()) {
      isRefused(connection);
    }
    Stage.eventually(() ->
        assertThat(running.stats().retired()).isEqualTo(Map.of(RetireReason.ROLE_CHANGED, 1L)));
  }

  @Test
  void whoAskedForReadOnlyIsNoProofOfAChange() throws Exception {
    CenoteDataSource running = pool();
    for (int i = 0; i < 10; i++) {
      try (Connection connection = running.getConnection()) {
        connection.setReadOnly(true);
        isRefused(connection);
        connection.setReadOnly(false);
      }
    }
    Stage.eventually(() -> assertThat(running.stats().idle()).isEqualTo(2));
    assertThat(running.stats().retired().keySet()).containsExactly(RetireReason.RESET_FAILED);
    assertThat(running.stats().created()).isBetween(3L, 4L);
  }

  /** Its connections tell what a standby tells when one logs in. */
  private static final class LikePostgres extends DisguisedSource {

    LikePostgres(DataSource fake) {
      super(fake);
    }

    @Override
    protected Connection disguised(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              StandbyTest.class.getClassLoader(),
              new Class<?>[] {Connection.class, PGConnection.class},
              (self, method, arguments) -> {
                if (method.getName().equals("getParameterStatus")) {
                  return "in_hot_standby".equals(arguments[0]) ? "on" : "off";
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }
  }
}
