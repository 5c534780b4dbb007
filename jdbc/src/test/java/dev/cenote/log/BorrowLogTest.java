package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.CenoteDataSource;
import dev.cenote.error.Secrets;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionListener;
import dev.cenote.handle.CenoteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each borrow in the log, if somebody wants to see it. */
class BorrowLogTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger real = (Logger) LoggerFactory.getLogger(LogListener.LOGGER);
  private final Level before = real.getLevel();

  @AfterEach
  void putBack() {
    real.detachAppender(lines);
    real.setLevel(before);
  }

  @Test
  void itIsThereOnlyAtTrace() {
    Logger log = new LoggerContext().getLogger("own");
    log.setLevel(Level.DEBUG);
    assertThat(BorrowLog.ifEnabled(log, new Secrets())).isNull();
    log.setLevel(Level.TRACE);
    assertThat(BorrowLog.ifEnabled(log, new Secrets())).isNotNull();
  }

  @Test
  void eachCheckoutResetAndReturnIsALine() throws SQLException {
    real.setLevel(Level.TRACE);
    lines.start();
    real.addAppender(lines);
    try (CenoteDataSource pool =
        CenoteDataSource.builder().url("h2:mem:borrows").name("orders").poolSize(1).build()) {
      pool.getConnection().close();
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        connection.createStatement().execute("SELECT 1");
        connection
            .unwrap(CenoteConnection.class)
            .invalidateOnClose(new SQLException("odd answers"));
      }
    }

    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.TRACE)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "orders: #1 borrowed, the 1. time",
            "orders: #1 is reset, no transaction is open",
            "orders: #1 returned",
            "orders: #1 borrowed, the 2. time",
            "orders: #1 will be closed on return: odd answers",
            "orders: #1 is reset, a transaction is open",
            "orders: #1 returned");
  }

  @Test
  void aListenerThatThrowsIsLoggedOnce() throws SQLException {
    lines.start();
    real.addAppender(lines);
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url("h2:mem:broken")
            .name("orders")
            .poolSize(1)
            .connectionListener(new Broken())
            .build()) {
      pool.getConnection().close();
      pool.getConnection().close();
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("a listener threw"))
        .containsExactly(
            "orders: a listener threw, further ones of its errors are not logged: "
                + Broken.class.getName()
                + ": bug");
  }

  /** Cannot bear a checkout. */
  private static final class Broken implements ConnectionListener {
    @Override
    public void checkedOut(ConnectionContext context) {
      throw new IllegalStateException("bug");
    }
  }
}
