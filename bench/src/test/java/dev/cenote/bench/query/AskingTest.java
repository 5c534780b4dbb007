package dev.cenote.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.server.Database;
import dev.cenote.bench.server.InProcess;
import dev.cenote.bench.server.Items;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AskingTest {

  private static final Span SHORT = new Span(0, 1);

  static Stream<String> poolsWithWaiting() {
    return Pools.ALL.stream().map(PoolAdapter::key).filter(key -> !key.equals("bound-floor"));
  }

  @ParameterizedTest
  @MethodSource("poolsWithWaiting")
  void fourThreadsAskThroughTwoConnectionsOfEveryPool(String key) throws Exception {
    assertIsAnswered(new Asking(Database.H2, 4, 2, Style.PLAIN), key);
  }

  @Test
  void springAsksTheSame() throws Exception {
    assertIsAnswered(new Asking(Database.H2, 4, 2, Style.SPRING), "cenote");
  }

  @Test
  void aFileIsAskedToo() throws Exception {
    assertIsAnswered(new Asking(Database.SQLITE, 4, 2, Style.PLAIN), "cenote");
  }

  @Test
  void aServerIsAskedWhereItIsSaidToBe() throws Exception {
    Asking asking = new Asking(Database.POSTGRESQL, 1, 1, Style.PLAIN);
    assertThat(asking.server()).hasValue(Database.POSTGRESQL);
    assertIsAnswered(asking.at(InProcess.open(Database.H2)), "cenote");
  }

  @ParameterizedTest
  @EnumSource(
      value = Database.class,
      names = {"SQLITE", "H2"})
  void theTableHasEachItem(Database database) throws Exception {
    var target = InProcess.open(database);
    try (Connection connection =
            DriverManager.getConnection(target.url(), target.username(), target.password());
        PreparedStatement statement = connection.prepareStatement(Items.QUERY)) {
      statement.setInt(1, Items.COUNT);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(Items.nameOf(Items.COUNT));
      }
    }
  }

  private static void assertIsAnswered(Asking asking, String pool) throws Exception {
    Reading reading = asking.run(Pools.of(pool).orElseThrow(), SHORT);
    assertThat(reading.note())
        .matches(pool.equals("cenote") ? "all asked \\S+ \\d.*, its driver \\d.*" : "");
    assertThat(reading.of(Metric.FAILED)).isZero();
    assertThat(reading.of(Metric.SERVED)).isPositive();
    assertThat(reading.of(Metric.CPU)).isPositive();
    assertThat(reading.of(Metric.P999)).isBetween(1e-6, 30_000.0);
    assertThat(reading.of(Metric.JAIN)).isBetween(0.0, 1.0);
  }
}
