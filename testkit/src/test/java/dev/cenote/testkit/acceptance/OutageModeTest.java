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
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
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

  private final Logger log = (Logger) LoggerFactory.getLogger(LogListener.LOGGER);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Level levelBefore;

  @BeforeEach
  void listen() {
    levelBefore = log.getLevel();
    log.setLevel(Level.INFO);
    log.setAdditive(false); // what is expected need not be seen
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

  private List<String> lines(String code) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(code))
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

  @Test
  void anOutageIsTwoLinesOfTheLog() {
    CenoteDataSource pool = pool(true, OnOutage.FAIL_FAST);
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(3));
    scene.database().stop();
    int failed = 0;
    while (failed < 200) {
      assertThat(failureOf(pool)).isNotNull();
      failed++;
    }
    scene.database().accept();

    Stage.eventually(() -> assertThat(lines("CENOTE-202")).isNotEmpty());
    FakeScene.awaitLending(pool);
    assertThat(lines("CENOTE-20")).hasSize(2);
    assertThat(lines("CENOTE-201"))
        .singleElement()
        .asString()
        .startsWith("orders: cannot connect to ")
        .contains("Connection to fake refused (", " open, next attempt in ");
    assertThat(lines("CENOTE-202"))
        .singleElement()
        .asString()
        .startsWith("orders: ")
        .contains(" is back after ", "; 3 open in ", "; 200 requests failed meanwhile");
  }
}
