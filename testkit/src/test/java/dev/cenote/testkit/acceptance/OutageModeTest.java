package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.log.LogListener;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What callers and the log are told while the database is down. */
@Timeout(60)
class OutageModeTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private static final Duration LONG = Duration.ofSeconds(11);

  private final Logger log = (Logger) LoggerFactory.getLogger(LogListener.LOGGER);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Level levelBefore;

  @BeforeEach
  void listen() {
    levelBefore = log.getLevel();
    log.setLevel(Level.DEBUG);
    log.setAdditive(false); // what is expected need not be seen
    lines.list = new CopyOnWriteArrayList<>(); // written by the pool's threads while we read
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    log.detachAppender(lines);
    log.setLevel(levelBefore);
    log.setAdditive(true);
  }

  private CenoteDataSource pool(boolean keptFilled, OnOutage onOutage) {
    return scene.pool(b ->
        b.name("orders")
            .poolSize(3)
            .maxOverflow(0)
            .prefill(keptFilled)
            .validation(Validation.ALWAYS)
            .onOutage(onOutage)
            .acquireTimeout(Duration.ofSeconds(40)));
  }

  private static Throwable failureOf(CenoteDataSource pool) {
    return catchThrowable(() -> pool.getConnection().close());
  }

  private List<String> at(Level level, String part) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(part))
        .toList();
  }

  @Test
  void whoFailsFastIsToldSinceWhenHowOftenWhatNextAndWhy() {
    CenoteDataSource pool = pool(false, OnOutage.FAIL_FAST);
    scene.database().stop();

    Throwable waited = failureOf(pool);
    Throwable atOnce = failureOf(pool);
    while (!atOnce.getMessage().contains("at once")) { // an attempt was due: a slow machine
      atOnce = failureOf(pool);
    }

    assertThat(waited)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("[CENOTE-207]");
    assertThat(atOnce)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageMatching(
            "orders: refused at once: no connection to .* could be opened for .*s"
                + " \\(\\d+ attempts? failed, the next is due in .*s\\):"
                + " Connection to fake refused\\. Check that it runs and can be reached;"
                + " with onOutage=WAIT callers wait for its return\\. \\[CENOTE-207\\]");
    assertThat(((SQLException) atOnce).getSQLState()).isEqualTo("08001");
    assertThat(atOnce.getCause())
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessage("Connection to fake refused.");
    scene.database().accept();
    FakeScene.awaitLending(pool);
  }

  @Test
  void aRefusedLoginStaysWhatItIs() {
    CenoteDataSource pool = pool(false, OnOutage.FAIL_FAST);
    scene.database().refuse(() -> new SQLException("wrong password", "28P01"));

    assertThat(failureOf(pool))
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
        .hasMessageContaining("[CENOTE-204]");
    assertThat(failureOf(pool)).hasMessageContaining("[CENOTE-204]");
  }

  /** Longer than the warnings are held back; OutageLogTest has it in virtual time. */
  @Test
  void anOutageIsOneInfoAtItsBeginningAndOneAtItsEndBesideTheWarnings() throws SQLException {
    CenoteDataSource pool = pool(true, OnOutage.FAIL_FAST);
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(3));
    try (Connection broken = pool.getConnection();
        Statement statement = broken.createStatement()) {
      scene.database().stop();
      assertThat(catchThrowable(() -> statement.execute("select 1"))).isNotNull();
    }
    int failed = 1;
    long start = System.nanoTime();
    while (failed < 200 || System.nanoTime() - start < LONG.toNanos()) {
      assertThat(failureOf(pool)).isNotNull();
      failed++;
      LockSupport.parkNanos(failed < 200 ? 0 : 20_000_000);
    }
    scene.database().accept();

    Stage.eventually(() -> assertThat(at(Level.INFO, " is back ")).isNotEmpty());
    FakeScene.awaitLending(pool);
    assertThat(at(Level.INFO, "CENOTE-20")).hasSize(2);
    assertThat(at(Level.INFO, "CENOTE-201"))
        .singleElement()
        .asString()
        .startsWith("orders: ")
        .contains(" is lost: Connection to fake refused; ");
    assertThat(at(Level.INFO, "CENOTE-202"))
        .singleElement()
        .asString()
        .startsWith("orders: ")
        .contains(" is back after 1", "; 3 open in ", "; " + failed + " requests failed meanwhile");
    assertThat(at(Level.WARN, "CENOTE-201"))
        .hasSizeBetween(2, 4)
        .allSatisfy(line ->
            assertThat(line)
                .startsWith("orders: cannot connect to ")
                .contains("Connection to fake refused (", " open, next attempt in "));
    assertThat(at(Level.DEBUG, " is back ")).isEmpty();
  }
}
