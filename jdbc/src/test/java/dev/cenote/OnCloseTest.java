package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What belongs to a pool ends with it; and what is asked of it before it has begun. */
@Timeout(60)
class OnCloseTest {

  private final List<String> done = new ArrayList<>();

  private static CenoteDataSource unstarted() {
    CenoteDataSource pool = new CenoteDataSource();
    pool.setUrl("jdbc:h2:mem:on-close");
    return pool;
  }

  @Test
  void whatIsToBeDoneOnCloseIsDoneOnceAndInOrderWhenThePoolHasClosed() {
    CenoteDataSource pool = unstarted();
    pool.onClose(() -> done.add("first, " + pool.stats().open() + " open"));
    pool.onClose(() -> done.add("second"));
    pool.start();
    assertThat(done).isEmpty();

    pool.close();
    pool.close();

    assertThat(done).containsExactly("first, 0 open", "second");
  }

  @Test
  void whoComesTooLateIsServedAtOnce() {
    CenoteDataSource pool = unstarted();
    pool.close();
    pool.onClose(() -> done.add("late"));
    assertThat(done).containsExactly("late");
  }

  @Test
  void whatOneThrowsComesOutAfterTheOthersHaveRun() {
    CenoteDataSource pool = unstarted();
    pool.start();
    pool.onClose(() -> fail("one"));
    pool.onClose(() -> fail("two"));
    pool.onClose(() -> done.add("three"));

    assertThatThrownBy(pool::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("one")
        .satisfies(first -> assertThat(first.getSuppressed()[0]).hasMessage("two"));
    assertThat(done).containsExactly("three");
    assertThat(pool.toString()).contains("closed");
  }

  @Test
  void anErrorOfOneKeepsTheOthersFromNothing() {
    CenoteDataSource pool = unstarted();
    pool.start();
    pool.onClose(() -> {
      throw new NoClassDefFoundError("gone");
    });
    pool.onClose(() -> done.add("second"));

    assertThatThrownBy(pool::close).isInstanceOf(NoClassDefFoundError.class);
    assertThat(done).containsExactly("second");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void aPoolThatWasAskedBeforeItsStartMeasuresFromThere() throws SQLException {
    try (CenoteDataSource pool = unstarted()) {
      assertThat(pool.measures().waits().count()).isZero();
      for (int i = 0; i < 20; i++) {
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.isClosed()).isFalse();
        }
      }
      assertThat(pool.measures().waits().count()).isEqualTo(20);
      assertThat(pool.measures().opens().count()).isPositive();
    }
  }
}
