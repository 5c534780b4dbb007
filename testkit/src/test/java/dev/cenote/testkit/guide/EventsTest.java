package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The snippets of docs/guide/events.md. */
class EventsTest {

  /** Sets new connections up. */
  static final class SetUp implements ConnectionCustomizer {
    @Override
    public void onConnect(Connection connection, ConnectionContext context) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCK_TIMEOUT 2000");
      }
    }
  }

  /** Names the request in the database's own list of sessions. */
  static final class NameOfRequest implements ConnectionCustomizer {
    private final Supplier<String> request;

    NameOfRequest(Supplier<String> request) {
      this.request = request;
    }

    @Override
    public void onCheckout(Connection connection, ConnectionContext context) throws SQLException {
      connection.setClientInfo("ApplicationName", request.get());
    }
  }

  /** Refuses connections to a server that is not the one to write to. */
  static final class OnlyOf implements ConnectionCustomizer {
    private final Supplier<String> primary;

    OnlyOf(Supplier<String> primary) {
      this.primary = primary;
    }

    @Override
    public void onConnect(Connection connection, ConnectionContext context) {
      context.info().put("server", primary.get());
    }

    @Override
    public void onCheckout(Connection connection, ConnectionContext context) throws SQLException {
      if (!primary.get().equals(context.info().get("server"))) {
        throw new SQLException("opened to a server that is no longer the primary", "08006");
      }
    }
  }

  /** Counts. */
  static final class Counting implements ConnectionListener {
    final LongAdder borrowed = new LongAdder();
    final LongAdder useless = new LongAdder();

    @Override
    public void checkedOut(ConnectionContext context) {
      borrowed.increment();
    }

    @Override
    public void invalidated(ConnectionContext context, Throwable cause) {
      useless.increment();
    }
  }

  @Test
  void customizersAndListenersAreGivenToTheBuilder() throws SQLException {
    Counting counting = new Counting();
    LongAdder timeouts = new LongAdder();
    String[] primary = {"one"};
    CenoteDataSourceBuilder builder = CenoteDataSource.builder().url("h2:mem:events").poolSize(2);

    CenoteDataSource pool =
        builder
            .customizer(new SetUp())
            .customizer(new OnlyOf(() -> primary[0]))
            .connectionListener(counting)
            .listener(event -> {
              if (event instanceof PoolEvent.AcquireTimedOut) {
                timeouts.increment();
              }
            })
            .build();

    pool.getConnection().close();
    primary[0] = "two";
    pool.getConnection().close();
    try (CenoteDataSource again = pool.recreate()) {
      again.getConnection().close();
    }
    pool.close();

    assertThat(counting.borrowed.sum()).isEqualTo(3);
    assertThat(counting.useless.sum()).isPositive();
    assertThat(timeouts.sum()).isZero();
    assertThat(new NameOfRequest(() -> "GET /orders")).isNotNull();
  }
}
