package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolKind;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of pool does to its connections, call by call. */
@Timeout(60)
class KindsOfPoolsTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private CenoteDataSource pool(PoolKind kind) {
    CenoteDataSource pool =
        scene.pool(b -> {
          b.kind(kind).autoCommit(false);
          return switch (kind) {
            case DIRECT -> b;
            case SHARED, SOLE, PER_THREAD, QUEUE -> b.poolSize(1);
          };
        });
    Stage.eventually(() -> assertThat(pool.stats().closing()).isZero());
    return pool;
  }

  private static void workAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PER_THREAD", "SOLE"})
  void aKindThatKeepsRollsBackOnReturnAndClosesWhenItEnds(PoolKind kind) throws SQLException {
    CenoteDataSource pool = pool(kind);
    scene.database().forgetCalls();

    workAndReturn(pool);
    pool.invalidateAll();
    Stage.eventually(() -> assertThat(scene.database().openConnections()).isZero());
    workAndReturn(pool);

    assertThat(scene.database().journal().only("rollback", "close", "abort").methods())
        .containsExactly("rollback", "close", "rollback");
  }

  @Test
  void aDirectPoolRollsBackAndClosesAtEachReturn() throws SQLException {
    CenoteDataSource pool = pool(PoolKind.DIRECT);
    scene.database().forgetCalls();

    for (int round = 0; round < 2; round++) {
      workAndReturn(pool);
      Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
    }

    assertThat(scene.database().journal().only("rollback", "close", "abort").methods())
        .containsExactly("rollback", "close", "rollback", "close");
  }

  @Test
  void aDirectPoolConnectsForEachBorrowAlsoAfterAnInvalidation() throws SQLException {
    CenoteDataSource pool = pool(PoolKind.DIRECT);
    long before = scene.database().connectionsEver();

    workAndReturn(pool);
    workAndReturn(pool);
    pool.invalidateAll();
    workAndReturn(pool);

    assertThat(scene.database().connectionsEver() - before).isEqualTo(3);
  }

  @Test
  void aDirectPoolRecoversFromARestartWithoutAnError() throws SQLException {
    CenoteDataSource pool = pool(PoolKind.DIRECT);
    workAndReturn(pool);
    scene.database().restart();
    workAndReturn(pool);
    try (Connection connection = pool.getConnection()) {
      scene.database().restart();
      assertThatThrownBy(() -> Stage.use(connection)).isInstanceOf(SQLException.class);
    }
    workAndReturn(pool);
  }

  @Test
  void everybodyOfASharedPoolGetsTheSameConnection() throws SQLException {
    CenoteDataSource pool = pool(PoolKind.SHARED);
    try (Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      assertThat(first).isNotSameAs(second);
      assertThat(scene.database().openConnections()).isEqualTo(1);
    }
    workAndReturn(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(1);
  }

  @Test
  void tenThreadsOfAPoolPerThreadLeaveNoMoreThanItKeeps() throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.kind(PoolKind.PER_THREAD).poolSize(3).prefill(false));
    CyclicBarrier together = new CyclicBarrier(10);
    List<Background<Boolean>> threads = new ArrayList<>();
    for (int thread = 0; thread < 10; thread++) {
      threads.add(
          Background.call(() -> {
            Connection connection = pool.getConnection();
            together.await(); // all ten have one: none was closed in use
            Stage.use(connection);
            connection.close();
            together.await(); // nobody's thread has ended meanwhile
            return true;
          }));
    }
    for (Background<Boolean> thread : threads) {
      assertThat(thread.result()).isTrue();
    }
    assertThat(scene.database().connectionsEver()).isEqualTo(10);
    Stage.eventually(() -> assertThat(scene.database().openConnections()).isEqualTo(3));
  }

  @Test
  void nestedBorrowsOfAThreadAreOneConnectionResetAtTheOutermostClose() throws SQLException {
    CenoteDataSource pool = pool(PoolKind.PER_THREAD);
    scene.database().forgetCalls();
    try (Connection outer = pool.getConnection()) {
      Stage.use(outer);
      try (Connection inner = pool.getConnection()) {
        Stage.use(inner);
      }
      assertThat(scene.database().journal().only("rollback").methods()).isEmpty();
    }
    assertThat(scene.database().journal().only("rollback").methods()).containsExactly("rollback");
    assertThat(scene.database().openConnections()).isEqualTo(1);
  }
}
