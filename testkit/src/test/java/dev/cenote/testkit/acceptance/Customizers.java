package dev.cenote.testkit.acceptance;

import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Customizers for tests, and what they throw. */
final class Customizers {

  private Customizers() {}

  /** Waits for another thread, but not for ever. */
  static void await(CountDownLatch other) throws SQLException {
    try {
      if (!other.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the other thread does not come");
      }
    } catch (InterruptedException deadline) {
      throw new SQLException("interrupted", deadline);
    }
  }

  /** Called with the handle at each checkout. */
  interface AtCheckout extends ConnectionCustomizer {
    void take(Connection connection) throws SQLException;

    @Override
    default void onCheckout(Connection connection, ConnectionContext context) throws SQLException {
      take(connection);
    }
  }

  /** Called with the driver's connection when it is new. */
  interface AtConnect extends ConnectionCustomizer {
    void take(Connection connection) throws SQLException;

    @Override
    default void onConnect(Connection connection, ConnectionContext context) throws SQLException {
      take(connection);
    }
  }

  /** Throws the first few times that it is asked. */
  static final class Refusing {
    private final Supplier<Throwable> failure;
    private int left;

    Refusing(int times, Supplier<Throwable> failure) {
      this.left = times;
      this.failure = failure;
    }

    synchronized void ask() throws SQLException {
      if (left-- > 0) {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
          throw error;
        }
        if (thrown instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw (SQLException) thrown;
      }
    }
  }

  static SQLException refusal() {
    return new SQLException("this server is a standby", "HY000");
  }

  static Stream<Named<Supplier<Throwable>>> failures() {
    return Stream.of(
        Named.of("SQLException", Customizers::refusal),
        Named.of("RuntimeException", () -> new IllegalStateException("bug")),
        Named.of("Error", () -> new AssertionError("bug")));
  }
}
