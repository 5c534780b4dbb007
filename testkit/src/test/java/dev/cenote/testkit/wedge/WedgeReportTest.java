package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.UnansweredException;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Calls that never return are written to the log, once per kind, with their code and where they
 * hang.
 */
@Timeout(60)
class WedgeReportTest {

  private final Scene scene = new Scene();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.cenote.pool");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level levelBefore;

  @BeforeEach
  void listen() {
    levelBefore = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    log.list = new CopyOnWriteArrayList<>(); // written by the pool's threads while we read
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void nothingIsLeft() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(levelBefore);
    scene.close();
  }

  private void assertWarnedOf(String code, String thread, String call) {
    Stage.eventually(() -> assertThat(warnings()).filteredOn(l -> l.contains(code)).hasSize(1));
    assertThat(warnings())
        .filteredOn(line -> line.contains(code))
        .singleElement()
        .asString()
        .containsPattern("(?m)^  stuck     thread \"" + thread + "[^\"]*\"$")
        .containsPattern("(?m)^ +at \\S+(?:\\$Proxy\\d+|FakeDriver)\\." + call + "\\(");
    assertThat(log.list).allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aHangingConnectIsReported() throws Exception {
    scene.database().on("connect").times(2).hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s);
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    assertWarnedOf("CENOTE-203", "cenote-wedge-", "connect");
  }

  @Test
  void aHangingCheckIsReported() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(2, s -> s.validation(Validation.ALWAYS));
    scene.database().on("isValid").times(2).hangEvenWhenAborted();
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    assertWarnedOf("CENOTE-302", "cenote-wedge-", "isValid");
  }

  @Test
  void aHangingResetIsReported() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    Fault hang = scene.database().on("rollback").once().hangEvenWhenAborted();
    Background<Boolean> stuck = Scene.closeAside(ThreadKind.PLATFORM, Scene.borrowAndSoil(pool));
    assertWarnedOf("CENOTE-502", "", "rollback");
    hang.lift();
    assertThat(stuck.result()).isTrue();
  }

  @Test
  void aHangingCloseIsReported() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(3, s -> s);
    scene.database().on("close").hangEvenWhenAborted();
    pool.invalidateAll();
    assertWarnedOf("CENOTE-305", "cenote-wedge-", "close");
    scene.recover(pool);
  }

  @Test
  void aHangingAbortIsReported() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(1, s -> s.validation(Validation.ALWAYS));
    scene.database().on("isValid").once().returning(false);
    scene.database().on("abort").once().hangEvenWhenAborted();
    scene.borrow(pool).close();
    assertWarnedOf("CENOTE-305", "cenote-wedge-", "abort");
    scene.recover(pool);
  }

  @Test
  void whoGetsNothingBecauseAConnectHangsIsToldWhere() {
    scene.database().on("connect").hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s.acquireTimeout(Scene.DRIVER_CALL.multipliedBy(4)));

    assertThatThrownBy(pool::getConnection)
        .hasMessageContaining("CENOTE-203")
        .cause()
        .isInstanceOf(UnansweredException.class)
        .hasMessageStartingWith("no answer within ")
        .satisfies(cause ->
            assertThat(cause.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("connect")));
    scene.recover(pool);
  }
}
