package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A pool named orders, brought into a situation that has a code. */
final class Situation implements AutoCloseable {

  /** What comes of it: a line of the log, or a message. */
  interface Told {
    String by(Situation stage) throws Exception;
  }

  /** Long enough that several callers wait at the same time, on a busy machine too. */
  static final Duration SHORT = Duration.ofMillis(1_500);

  /** So much earlier than the others fails the first of several. */
  private static final Duration AHEAD = Duration.ofMillis(300);

  private static final int ATTEMPTS = 5;

  private final FakeScene scene;
  private final LogLines log;
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Background<?>> threads = new ArrayList<>();

  Situation(FakeScene scene, LogLines log) {
    this.scene = scene;
    this.log = log;
  }

  FakeDatabase database() {
    return scene.database();
  }

  CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(b ->
        settings.apply(
            b.name("orders")
                .poolSize(2)
                .maxOverflow(0)
                .acquireTimeout(SHORT)
                .shutdownTimeout(SHORT)));
  }

  /** So many threads that hold a connection and wait for something else. */
  void hold(CenoteDataSource pool, int count) {
    for (int i = 0; i < count; i++) {
      inBackground(() -> holdUntilEnd(pool));
    }
    Stage.eventually(() -> assertThat(pool.stats().leased()).isEqualTo(count));
  }

  private boolean holdUntilEnd(CenoteDataSource pool) throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
      end.await();
      return true;
    }
  }

  <T> Background<T> inBackground(Callable<T> call) {
    Background<T> thread = Background.call(call);
    threads.add(thread);
    return thread;
  }

  /** Brings it about again, if what came of it is not yet all there: on a machine that is busy. */
  static String again(Callable<String> attempt, String... parts) throws Exception {
    String told = attempt.call();
    for (int i = 1; i < ATTEMPTS && !Stream.of(parts).allMatch(told::contains); i++) {
      told = attempt.call();
    }
    return told;
  }

  /** What the first of several callers is told that all get nothing. */
  String firstOfSeveral(CenoteDataSource pool) throws Exception {
    Background<Connection> first = inBackground(pool::getConnection);
    Stage.eventually(() -> {
      boolean ahead = pool.stats().oldestWaitNanos() > AHEAD.toNanos();
      assertThat(ahead || !first.isRunning()).isTrue();
    });
    for (int i = 0; i < 3; i++) {
      inBackground(pool::getConnection);
    }
    return String.valueOf(first.failure().getMessage());
  }

  /** What a caller is told that gets nothing. */
  static String refusal(CenoteDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      throw new AssertionError("there was a connection: " + connection);
    } catch (SQLException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  /** The first line of the log that has this code, once there is one. */
  String logged(ErrorCode code) {
    return log.awaited(code);
  }

  /** The first after so many. */
  String logged(ErrorCode code, int before) {
    return log.awaited(code, before);
  }

  /** How many lines of the log have this code. */
  int countLogged(ErrorCode code) {
    return log.with(code.id()).size();
  }

  @Override
  public void close() {
    end.countDown();
    database().liftFaults();
    threads.forEach(thread -> assertThat(thread.endsWithin(Stage.PATIENCE)).isTrue());
  }
}
