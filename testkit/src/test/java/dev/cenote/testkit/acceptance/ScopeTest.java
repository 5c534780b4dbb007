package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The block in which a connection is borrowed, what a return does, and where they come from. */
@Timeout(60)
class ScopeTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @Test
  void aConnectionGoesBackHoweverItsBlockEnds() throws SQLException {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(1).maxOverflow(0));
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      assertThat(pool.stats().leased()).isEqualTo(1);
    }
    assertThat(pool.stats().leased()).isZero();
    assertThatThrownBy(
            () -> {
              try (Connection connection = pool.getConnection()) {
                Stage.use(connection);
                throw new IllegalStateException("the borrower's own");
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasNoSuppressedExceptions();
    assertThat(pool.stats().leased()).isZero();
    assertThat(scene.database().connectionsEver()).isEqualTo(1);
  }

  @Test
  void aReturnRollsBackAnEndClosesAndTheNextReturnRollsBackAgain() throws SQLException {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(1).maxOverflow(0).autoCommit(false));
    scene.database().forgetCalls();
    workAndReturn(pool);
    pool.invalidateAll();
    Stage.eventually(() -> assertThat(scene.database().openConnections()).isZero());
    workAndReturn(pool);
    assertThat(scene.database().journal().only("rollback", "close", "abort").methods())
        .containsExactly("rollback", "close", "rollback");
  }

  private static void workAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @Test
  void whatOpensTheConnectionsMayOpenElsewhereFromOneCallToTheNext() throws SQLException {
    try (FakeDatabase other = FakeDatabase.create()) {
      AtomicReference<DataSource> current = new AtomicReference<>(scene.database().dataSource());
      DataSource switching =
          (DataSource)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {DataSource.class},
                  (proxy, method, arguments) -> method.invoke(current.get(), arguments));
      CenoteDataSource pool =
          scene.pool(b -> b.url(null).dataSource(switching).poolSize(1).maxOverflow(0));
      workAndReturn(pool);
      current.set(other.dataSource());
      pool.invalidateAll();
      workAndReturn(pool);
      assertThat(scene.database().connectionsEver()).isEqualTo(1);
      assertThat(other.connectionsEver()).isEqualTo(1);
      pool.close();
    }
  }
}
