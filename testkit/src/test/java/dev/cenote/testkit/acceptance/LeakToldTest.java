package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says of connections that do not come back, and what the pool does about them. */
@Timeout(60)
class LeakToldTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  private CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(b ->
        settings.apply(
            b.name("orders").poolSize(2).maxOverflow(0).leakThreshold(Duration.ofSeconds(1))));
  }

  private static String plain(String line) {
    return line.replaceAll("\\d+(\\.\\d+)? (ms|s|µs)", "TIME")
        .replaceAll(":\\d+", ":LINE")
        .replaceAll("thread \"[^\"]*\"", "THREAD");
  }

  private List<String> told(String code) {
    Stage.eventually(() -> assertThat(log.with(code)).isNotEmpty());
    return log.with(code).stream().map(LeakToldTest::plain).toList();
  }

  private static Connection leftBehindOf(CenoteDataSource pool) throws InterruptedException {
    AtomicReference<Connection> left = new AtomicReference<>();
    Thread batch =
        new Thread(() -> {
          try {
            left.set(pool.getConnection());
          } catch (SQLException unexpected) {
            throw new AssertionError(unexpected);
          }
        });
    batch.start();
    batch.join();
    return left.get();
  }

  @Test
  void aBorrowerThatHasEndedIsNamed() throws Exception {
    CenoteDataSource pool = pool(b -> b);
    Connection left = leftBehindOf(pool);

    assertThat(told("CENOTE-403"))
        .containsExactly(
            "orders: THREAD has ended and #1, which it borrowed TIME ago, was not given back."
                + " Close every connection in try (...); leakWatch=STACK tells where it was"
                + " borrowed. [CENOTE-403]");
    assertThat(pool.stats().leaksSuspected()).isEqualTo(1);
    left.close();
  }

  @Test
  void whoHoldsForLongIsNamedWithItsPlaceAndThenAcquitted() throws Exception {
    CenoteDataSource pool = pool(b -> b);
    CountDownLatch enough = new CountDownLatch(1);
    Background<Boolean> slow =
        Background.call(() -> {
          try (Connection connection = pool.getConnection()) {
            Stage.use(connection);
            enough.await();
            return true;
          }
        });

    assertThat(told("CENOTE-404"))
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .startsWith("orders: #1 is held for TIME by THREAD at LeakToldTest.")
                .contains("now in CountDownLatch.await, no JDBC call for TIME. See what its")
                .endsWith("[CENOTE-404]"));
    enough.countDown();
    assertThat(slow.result()).isTrue();
    assertThat(told("CENOTE-402"))
        .containsExactly(
            "orders: #1 of THREAD came back after TIME: slow, not leaked [CENOTE-402]");
  }

  @Test
  void whatNobodyCanUseIsTakenBackAndNotLentAgain() throws Exception {
    CenoteDataSource pool = pool(b -> b.reclaimAfter(Duration.ofMillis(400)));
    Connection left = leftBehindOf(pool);

    assertThat(told("CENOTE-405"))
        .containsExactly(
            "orders: #1 is closed, an abandoned connection was taken back. Close every connection"
                + " in try (...): this one was aborted, and its transaction is lost. [CENOTE-405]");
    assertThat(told("CENOTE-403")).hasSize(1);
    assertThat(pool.stats().retired()).containsEntry(RetireReason.RECLAIMED, 1L);
    Stage.eventually(
        () -> // told when its end begins
        assertThatThrownBy(() -> Stage.use(left)).isInstanceOf(SQLException.class));
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      Stage.use(one);
      Stage.use(two);
    }
  }

  @Test
  void whoseCallIsStillRunningKeepsItsConnection() throws Exception {
    CenoteDataSource pool = pool(b -> b.reclaimAfter(Duration.ofMillis(500)));
    CountDownLatch enough = new CountDownLatch(1);
    scene.database().on("Statement.execute").lasting(Duration.ofSeconds(3));
    Background<Boolean> busy =
        Background.call(() -> {
          try (Connection connection = pool.getConnection()) {
            return connection.createStatement().execute("select 1") || enough.getCount() == 1;
          }
        });

    assertThat(told("CENOTE-404")).isNotEmpty();
    assertThat(busy.result()).isTrue();
    assertThat(log.with("CENOTE-405")).isEmpty();
  }

  @Test
  void whatWasDetachedIsNotSaidToHaveComeBack() throws Exception {
    CenoteDataSource pool = pool(b -> b);
    Connection connection = pool.getConnection();
    assertThat(told("CENOTE-404")).hasSize(1);
    connection.unwrap(dev.cenote.handle.CenoteConnection.class).detach();
    try (Connection other = leftBehindOf(pool)) {
      assertThat(told("CENOTE-403")).hasSize(1); // the watch has looked again
      assertThat(log.with("CENOTE-402")).isEmpty();
      assertThat(other.isClosed()).isFalse();
    }
    connection.close();
  }
}
