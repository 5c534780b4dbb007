package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fake server and a pool on it that opens nothing by itself, as those do from whose tests these
 * behaviours are known. After each test every connection must have been closed once.
 */
final class FakeScene implements BeforeEachCallback, AfterEachCallback {

  private final List<CenoteDataSource> pools = new ArrayList<>();
  private FakeDatabase database;

  FakeDatabase database() {
    return database;
  }

  /** A pool with these settings besides those of the scene; closed after the test. */
  CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder().url(database.url()).prefill(false).onStart(OnStart.START_ANYWAY);
    CenoteDataSource pool = settings.apply(builder).build();
    pools.add(pool);
    return pool;
  }

  /** So many threads that borrow at the same time, each its connection's number at the driver. */
  List<Background<Integer>> borrowers(CenoteDataSource pool, int count) {
    List<Background<Integer>> borrowers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      borrowers.add(
          Background.call(() -> {
            try (Connection connection = pool.getConnection()) {
              return numberOf(connection);
            }
          }));
    }
    return borrowers;
  }

  /** Waits until the pool lends a connection that works: after an outage that is not at once. */
  static void awaitLending(CenoteDataSource pool) {
    Stage.eventually(() ->
        assertThatCode(
                () -> {
                  try (Connection connection = pool.getConnection()) {
                    Stage.use(connection);
                  }
                })
            .doesNotThrowAnyException());
  }

  int numberOf(Connection connection) throws SQLException {
    return database.sessionOf(connection).number();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    database = FakeDatabase.create();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (FakeDatabase checked = database) {
      pools.forEach(CenoteDataSource::close);
      pools.clear();
      // What was given up at the end of a pool is still ended.
      Stage.eventually(() -> assertThat(checked.openConnections()).isZero());
      assertThat(checked.sessions())
          .allSatisfy(session -> assertThat(session.closeCalls()).isLessThanOrEqualTo(1));
    }
  }
}
