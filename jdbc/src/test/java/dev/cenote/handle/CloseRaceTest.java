package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.Lease;
import dev.cenote.physical.PhysicalConnection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a handle's end and another thread do to each other. */
class CloseRaceTest {

  private static final int ROUNDS = 3_000;

  /** Something that was opened through a handle. */
  private static final class Opened implements Tracked {

    private volatile @Nullable Tracked older;
    private volatile boolean closed;

    @Override
    public @Nullable Tracked older() {
      return older;
    }

    @Override
    public void older(@Nullable Tracked further) {
      older = further;
    }

    @Override
    public boolean isAlive() {
      return !closed;
    }

    @Override
    public void closeLeaked() {
      closed = true;
    }
  }

  @Test
  void whatIsOpenedWhileTheHandleIsClosedIsClosedTooWhoeverIsFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier both = new CyclicBarrier(2);
    int refused = 0;
    try (SmallPool pool = SmallPool.h2()) {
      for (int round = 0; round < ROUNDS; round++) {
        CenoteConnection connection = pool.borrow();
        if (round % 3 == 0) {
          connection.track(new Opened()); // and left open
        }
        Opened opened = new Opened();
        Future<Boolean> opener = threads.submit(together(both, () -> tracks(connection, opened)));
        Future<Boolean> closer = threads.submit(together(both, () -> closes(connection)));
        refused += opener.get() ? 0 : 1;
        closer.get();

        assertThat(opened.isAlive()).as("round %s", round).isFalse();
        assertThat(connection.isClosed()).isTrue();
      }
      assertThat(pool.stats().idle()).isEqualTo(1);
      assertThat(pool.raw).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(refused).isLessThan(ROUNDS);
  }

  private static Callable<Boolean> together(CyclicBarrier both, Callable<Boolean> work) {
    return () -> {
      both.await();
      return work.call();
    };
  }

  private static boolean tracks(CenoteConnection connection, Opened opened) {
    try {
      connection.track(opened);
      return true;
    } catch (SQLException closed) {
      return false;
    }
  }

  private static boolean closes(CenoteConnection connection) throws SQLException {
    connection.close();
    return true;
  }

  @Test
  void aCloserWhoComesLateDoesNotCloseWhatTheNextBorrowerHasDetached() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection late = pool.borrow();
      lease(late).release(); // as if another closer had been faster
      CenoteConnection detached = pool.borrow();
      detached.detach();

      late.close();

      assertThat(detached.isClosed()).isFalse();
      detached.close();
      assertThat(pool.raw.get(0).isClosed()).isTrue();
    }
  }

  @Test
  void whoInvalidatesLateDoesNotSpoilTheResetOfTheNextBorrower() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection late = pool.borrow();
      lease(late).release();
      CenoteConnection next = pool.borrow();
      next.setAutoCommit(false);

      late.invalidate(null);
      next.close();

      try (CenoteConnection third = pool.borrow()) {
        assertThat(third.getAutoCommit()).isTrue();
      }
      assertThat(pool.raw).hasSize(1);
    }
  }

  @Test
  void whatTwoClosersLeaveIsAllClosedByTheReset() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      Opened one = new Opened();
      Opened two = new Opened();
      connection.physical.leave(one::closeLeaked);
      connection.physical.leave(two::closeLeaked);

      connection.close();

      assertThat(one.isAlive()).isFalse();
      assertThat(two.isAlive()).isFalse();
    }
  }

  @Test
  void afterADetachStatementsAreOpenedAsBefore() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      connection.detach();
      Opened opened = connection.track(new Opened());

      assertThat(opened.isAlive()).isTrue();
      connection.close();
      assertThatThrownBy(() -> connection.track(opened)).hasMessageContaining("closed");
    }
  }

  private static Lease<PhysicalConnection> lease(CenoteConnection connection) {
    return Objects.requireNonNull(connection.lease);
  }
}
